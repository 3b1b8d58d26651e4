import { expect, test } from 'vitest';
import type { Form } from '../../src/api';
import {
  addQuestion,
  adopt,
  awaitable,
  changeQuestion,
  type DraftForm,
  dropQuestion,
  duplicateQuestion,
  editQuestion,
  emptyDraft,
  isLost,
  KINDS,
  machineName,
  moveQuestion,
  moveShown,
  removeQuestion,
  restoreQuestion,
  sameForm,
  toDraft,
  toForm,
  toggleShown,
} from '../../src/manage/form/draft';
import { draftKind } from '../../src/manage/form/kinds/drafts';
import { changeOption, type DraftOption } from '../../src/manage/form/options';
import { harm, order, quality, safe } from '../helpers/forms';

const form: Form = { version: 3, shows: ['prompt', 'responses'], questions: [order, safe, harm, quality] };
const titles = (word: string): string => word;
const optionsOf = (draft: DraftForm, at: number): DraftOption[] =>
  (draft.questions[at] as unknown as { options: DraftOption[] }).options;
const idOf = (draft: DraftForm, name: string): string =>
  draft.questions.find((question) => question.name === name)?.id ?? '';
const names = (draft: DraftForm): string[] => draft.questions.map(({ name }) => name);

test('a form that was only opened is the same form', () => {
  const draft = toDraft(form, true);
  expect(sameForm(draft, toDraft(form, true))).toBe(true);
  expect(toForm(draft)).toMatchObject(
    JSON.parse(JSON.stringify({ ...form, questions: form.questions.map(strip) })),
  );
});
const strip = ({ when, ...question }: Form['questions'][number]) => (when ? { ...question, when } : question);

test('only what a kind knows is sent, because the server refuses unknown keys', () => {
  const sent = toForm(toDraft(form, true)).questions;
  expect(Object.keys(sent[0] ?? {})).toEqual(['name', 'title', 'help', 'scope', 'required', 'kind', 'ties']);
  expect(JSON.stringify(sent)).not.toMatch(/"(id|fixed|named)":/);
});

test('the name of a new question follows its title until somebody types one', () => {
  let draft = addQuestion(emptyDraft(), 'text', titles, 'q');
  draft = changeQuestion(draft, 'q', { title: 'Was it – frankly – héřé?' });
  expect(draft.questions[0]?.name).toBe('was_it_frankly_here');
  draft = changeQuestion(draft, 'q', { name: 'mine', named: true });
  draft = changeQuestion(draft, 'q', { title: 'Something else' });
  expect(draft.questions[0]?.name).toBe('mine');
});

test('a saved name never changes with the title, because answers refer to it', () => {
  const draft = toDraft(form, true);
  const after = changeQuestion(draft, idOf(draft, 'safe'), { title: 'Is it harmless?' });
  expect(names(after)).toEqual(['order', 'safe', 'harm', 'quality']);
});

test('two questions of the same title get two names', () => {
  let draft = addQuestion(emptyDraft(), 'text', titles, 'a');
  draft = changeQuestion(draft, 'a', { title: 'Why?' });
  draft = changeQuestion(addQuestion(draft, 'text', titles, 'b'), 'b', { title: 'Why?' });
  expect(names(draft)).toEqual(['why', 'why_2']);
});

test('names for machines begin with a letter, whatever the title is', () => {
  expect(machineName('3 stars', [])).toBe('stars');
  expect(machineName('品質', [])).toBe('question');
  expect(machineName('品質', ['question'])).toBe('question_2');
  expect(machineName('x'.repeat(99), []).length).toBeLessThanOrEqual(64);
});

test('a question about responses brings the responses onto the screen, and they stay while it is there', () => {
  let draft = addQuestion(emptyDraft(), 'ranking', titles, 'r');
  expect(draft.shows).toEqual(['prompt', 'responses']);
  draft = toggleShown(draft, 'responses');
  expect(draft.shows).toContain('responses');
});

test('what is shown keeps the usual order, whichever box is ticked last', () => {
  const draft = toggleShown(toggleShown(emptyDraft(), 'responses'), 'context');
  expect(draft.shows).toEqual(['prompt', 'context', 'responses']);
});

test('removing a question frees those that waited for its answer', () => {
  const draft = toDraft(form, false);
  const after = removeQuestion(draft, idOf(draft, 'safe'));
  expect(names(after)).toEqual(['order', 'harm', 'quality']);
  expect(after.questions[1]?.when).toBeNull();
});

test('renaming a question renames it in the conditions that wait for it', () => {
  const draft = toDraft(form, false);
  const after = changeQuestion(draft, idOf(draft, 'safe'), { name: 'harmless' });
  expect(after.questions.find(({ name }) => name === 'harm')?.when).toEqual({
    question: 'harmless',
    equals: 'no',
  });
});

test('a condition may only wait for an earlier question with options, of the item or of the same scope', () => {
  const draft = toDraft(form, false);
  const names = (id: string) => awaitable(draft, id).map(({ question: { name } }) => name);
  expect(names(idOf(draft, 'harm'))).toEqual(['safe']);
  expect(names(idOf(draft, 'quality'))).toEqual([]);
  expect(names(idOf(draft, 'order'))).toEqual([]);
});

test('moving past either end changes nothing', () => {
  const draft = toDraft(form, false);
  expect(names(moveQuestion(draft, idOf(draft, 'order'), -1))).toEqual(names(draft));
  expect(names(moveQuestion(draft, idOf(draft, 'quality'), 1))).toEqual(names(draft));
  expect(names(moveQuestion(draft, idOf(draft, 'safe'), -1))).toEqual(['safe', 'order', 'harm', 'quality']);
});

test('a saved value never changes with its title', () => {
  const draft = toDraft(form, true);
  const [first] = optionsOf(draft, 1);
  const after = editQuestion(draft, idOf(draft, 'safe'), (question) => ({
    options: changeOption((question as unknown as { options: DraftOption[] }).options, first?.id ?? '', {
      title: 'Of course',
    }),
  }));
  expect(optionsOf(after, 1)[0]).toMatchObject({ title: 'Of course', value: 'yes' });
});

test.each(KINDS)('a new %s question is a whole form of its own, and reads back as it was written', (kind) => {
  const draft = addQuestion(emptyDraft(), kind, titles, 'q');
  const written = toForm(draft);
  expect(written.questions[0]).toMatchObject({ kind, name: kind });
  expect(sameForm(toDraft(written, false), draft)).toBe(true);
  expect(JSON.stringify(written)).not.toMatch(/"(id|fixed|named|depth)":/);
});

test.each(KINDS)('what a %s question is about is on the screen from the start', (kind) => {
  const draft = addQuestion({ ...emptyDraft(), shows: [] }, kind, titles, 'q');
  const needed = draftKind(kind).needs(draft.questions[0]?.scope ?? 'item');
  expect(needed.length === 0 || needed.some((key) => draft.shows.includes(key))).toBe(true);
});

test('a kind begins with what is shown already', () => {
  const shown = addQuestion({ ...emptyDraft(), shows: ['context', 'responses'] }, 'spans', titles, 'q');
  expect(shown.questions[0]?.scope).toBe('responses');
  expect(shown.shows).toEqual(['context', 'responses']);
});

test('another scope brings its part onto the screen', () => {
  const draft = changeQuestion(addQuestion(emptyDraft(), 'choice', titles, 'q'), 'q', { scope: 'turns' });
  expect(draft.shows).toEqual(['prompt', 'messages']);
});

test('what is shown can be put in another order, and a later part goes where it usually stands', () => {
  let draft: DraftForm = { ...emptyDraft(), shows: ['prompt', 'responses'] };
  draft = moveShown(draft, 'responses', -1);
  expect(draft.shows).toEqual(['responses', 'prompt']);
  expect(toggleShown(draft, 'context').shows).toEqual(['responses', 'prompt', 'context']);
  expect(moveShown(draft, 'responses', -1).shows).toEqual(['responses', 'prompt']);
});

test('a question dropped before or after another stands there', () => {
  const draft = toDraft(form, false);
  const [first, last] = [idOf(draft, 'order'), idOf(draft, 'quality')];
  expect(names(dropQuestion(draft, first, last, 'after'))).toEqual(['safe', 'harm', 'quality', 'order']);
  expect(names(dropQuestion(draft, last, first, 'before'))).toEqual(['quality', 'order', 'safe', 'harm']);
  expect(names(dropQuestion(draft, first, last, 'before'))).toEqual(['safe', 'harm', 'order', 'quality']);
  expect(names(dropQuestion(draft, first, first, 'after'))).toEqual(names(draft));
});

test('a copy stands behind its original, under a name of its own, and nothing in it is fixed', () => {
  const draft = toDraft(form, true);
  const after = duplicateQuestion(draft, idOf(draft, 'safe'), 'Safe? (copy)', 'copy');
  expect(names(after)).toEqual(['order', 'safe', 'safe_copy', 'harm', 'quality']);
  expect(after.questions[2]).toMatchObject({ id: 'copy', fixed: false });
  expect(optionsOf(after, 2).map(({ value, fixed }) => [value, fixed])).toEqual([
    ['yes', false],
    ['no', false],
  ]);
  const ids = [...optionsOf(after, 1), ...optionsOf(after, 2)].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
});

test('a removal taken back restores place and conditions, and keeps what was edited in between', () => {
  const draft = toDraft(form, false);
  const safe = idOf(draft, 'safe');
  let after = removeQuestion(draft, safe);
  after = changeQuestion(after, idOf(after, 'quality'), { title: 'How good?' });
  after = restoreQuestion(after, draft, safe);
  expect(names(after)).toEqual(['order', 'safe', 'harm', 'quality']);
  expect(after.questions[2]?.when).toEqual({ question: 'safe', equals: 'no' });
  expect(after.questions[3]?.title).toBe('How good?');
  expect(restoreQuestion(after, draft, safe)).toBe(after);
});

test('a condition whose question moved behind it is lost, and says so', () => {
  const draft = toDraft(form, false);
  const harmOf = (each: DraftForm) => each.questions.find(({ name }) => name === 'harm');
  const harm = harmOf(draft);
  expect(harm && isLost(draft, harm)).toBe(false);
  const moved = moveQuestion(draft, idOf(draft, 'safe'), 1);
  const after = harmOf(moved);
  expect(after && isLost(moved, after)).toBe(true);
});

test('a form written as JSON keeps what has the same name, and what answers refer to stays fixed', () => {
  const draft = toDraft(form, true);
  const text = JSON.parse(JSON.stringify(toForm(draft)));
  text.questions.reverse();
  text.questions[2].options.push({ value: 'maybe', title: 'Maybe' });
  text.questions.push({ name: 'new', kind: 'text', title: 'New', scope: 'item', required: false });
  const after = adopt(draft, text);
  expect(after.questions.map(({ id }) => id).slice(0, 4)).toEqual(
    draft.questions.map(({ id }) => id).reverse(),
  );
  expect(optionsOf(after, 2).map(({ fixed }) => fixed)).toEqual([true, true, false]);
  expect(optionsOf(after, 2)[0]?.id).toBe(optionsOf(draft, 1)[0]?.id);
  expect(after.questions[4]).toMatchObject({ name: 'new', fixed: false });
});
