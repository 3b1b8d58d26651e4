import { expect, test } from 'vitest';
import type { Form } from '../../src/api';
import {
  addOption,
  addQuestion,
  awaitable,
  changeOption,
  changeQuestion,
  type DraftForm,
  emptyDraft,
  machineName,
  moveOption,
  moveQuestion,
  removeOption,
  removeQuestion,
  sameForm,
  toDraft,
  toForm,
  toggleShown,
} from '../../src/manage/form/draft';
import { harm, order, quality, safe } from '../helpers/forms';

const form: Form = { version: 3, shows: ['prompt', 'responses'], questions: [order, safe, harm, quality] };
const titles = { yes: 'Yes', no: 'No', points: ['Poor', 'Fair', 'Good'] } as const;
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
  const names = (id: string) => awaitable(draft, id).map(({ name }) => name);
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

test('options: added, named after their title, moved and removed; saved values stay', () => {
  let draft = addQuestion(emptyDraft(), 'choice', titles, 'q');
  draft = addOption(draft, 'q');
  const added = draft.questions[0]?.options[2]?.id ?? '';
  draft = changeOption(draft, 'q', added, { title: 'Can not' });
  draft = changeOption(draft, 'q', added, { title: 'Cannot tell' });
  draft = moveOption(draft, 'q', added, -1);
  expect(draft.questions[0]?.options.map(({ value }) => value)).toEqual(['yes', 'cannot_tell', 'no']);
  draft = removeOption(draft, 'q', added);
  expect(draft.questions[0]?.options.map(({ value }) => value)).toEqual(['yes', 'no']);

  const saved = toDraft(form, true);
  const question = saved.questions[1];
  const option = question?.options[0]?.id ?? '';
  const after = changeOption(saved, question?.id ?? '', option, { title: 'Of course' });
  expect(after.questions[1]?.options[0]).toMatchObject({ title: 'Of course', value: 'yes' });
});

test('a typed option value is not overwritten by its title', () => {
  let draft = addQuestion(emptyDraft(), 'choice', titles, 'q');
  const first = draft.questions[0]?.options[0]?.id ?? '';
  draft = changeOption(draft, 'q', first, { value: 'ok' });
  draft = changeOption(draft, 'q', first, { title: 'Fine' });
  expect(draft.questions[0]?.options[0]?.value).toBe('ok');
});

test('a scale grows by the next whole number', () => {
  const draft = addOption(addQuestion(emptyDraft(), 'rating', titles, 'q'), 'q');
  expect(draft.questions[0]?.options.map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  expect(toForm(draft).questions[0]).toMatchObject({
    kind: 'rating',
    options: [{ value: 1 }, {}, {}, { value: 4 }],
  });
});
