import './network';
import { expect, test } from 'vitest';
import type { Form, Question } from '../../src/api';
import { changesOf, takesAway } from '../../src/manage/form/changes';
import { changeQuestion, moveQuestion, removeQuestion, toDraft, toForm } from '../../src/manage/form/draft';
import { withoutRemovals } from '../../src/manage/form/mend';
import { changeWords } from '../../src/manage/settings/NextVersion';
import { harm, order, quality, safe } from '../helpers/forms';
import { t } from './helper';

const form: Form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe, harm, quality] };
/** A copy of the form that may be changed freely. */
const copy = (): { shows: string[]; questions: (Question & { [key: string]: unknown })[] } =>
  JSON.parse(JSON.stringify(form));
const after = (edit: (form: ReturnType<typeof copy>) => void) => {
  const changed = copy();
  edit(changed);
  return changesOf(form, changed as unknown as Form);
};
const question = (form: ReturnType<typeof copy>, at: number) =>
  form.questions[at] as { [key: string]: unknown };

test('nothing changed is nothing to say', () => {
  expect(after(() => {})).toEqual([]);
});

test('questions that come, go, or change are named by their titles', () => {
  const changes = after((next) => {
    next.questions.splice(0, 1);
    question(next, 0).title = 'Harmless?';
    next.questions.push({ ...quality, name: 'new', title: 'New' } as never);
  });
  expect(changes).toEqual([
    { how: 'removed', path: ['Order'] },
    { how: 'changed', path: ['Harmless?'], setting: 'title' },
    { how: 'added', path: ['New'] },
  ]);
  expect(takesAway(changes)).toBe(true);
});

test('options are named below their question', () => {
  const changes = after((next) => {
    question(next, 1).options = [
      { value: 'yes', title: 'Sure' },
      { value: 'maybe', title: 'Maybe' },
    ];
  });
  expect(changes.map(({ how, path }) => [how, ...path])).toEqual([
    ['removed', 'Safe?', 'no'],
    ['changed', 'Safe?', 'Sure'],
    ['changed', 'Safe?', 'Sure'],
    ['changed', 'Safe?', 'Sure'],
    ['changed', 'Safe?', 'Sure'],
    ['added', 'Safe?', 'Maybe'],
  ]);
});

test('what is switched on takes nothing away, what is switched off may', () => {
  expect(takesAway(after((next) => Object.assign(question(next, 1), { multiple: true })))).toBe(false);
  expect(takesAway(after((next) => Object.assign(question(next, 1), { unsure: false })))).toBe(true);
  expect(takesAway(after((next) => Object.assign(question(next, 0), { ties: false })))).toBe(true);
  expect(takesAway(after((next) => Object.assign(question(next, 1), { leaves_only: true })))).toBe(true);
  expect(takesAway(after((next) => Object.assign(question(next, 1), { scope: 'item' })))).toBe(true);
  expect(takesAway(after((next) => Object.assign(question(next, 1), { required: false })))).toBe(false);
});

test('another point on a scale is no addition: it changes what the others mean', () => {
  const changes = after((next) => {
    (question(next, 3).options as unknown[]).push({ value: 6, title: 'Superb' });
  });
  expect(changes).toEqual([{ how: 'breaks', path: ['Quality', 'Superb'] }]);
});

test('another order is said once, and what is shown too', () => {
  const moved = toForm(moveQuestion(toDraft(form, true), '', 1));
  expect(changesOf(toForm(toDraft(form, true)), moved)).toEqual([]);
  const changes = after((next) => {
    next.questions.reverse();
    next.shows.reverse();
  });
  expect(changes).toEqual([
    { how: 'changed', path: [], setting: 'shows' },
    { how: 'moved', path: [] },
  ]);
});

test('shapes of regions may be added, and are missed when they go', () => {
  const regions = (...shapes: string[]) =>
    ({
      version: 1,
      shows: ['image'],
      questions: [{ name: 'r', kind: 'regions', title: 'R', shapes }],
    }) as never;
  expect(changesOf(regions('box'), regions('box', 'line'))[0]?.how).toBe('changed');
  expect(changesOf(regions('box', 'line'), regions('box'))[0]?.how).toBe('breaks');
});

test('a change reads as a sentence, also where a setting has no words yet', () => {
  expect(changeWords({ how: 'added', path: ['New'] }, t)).toBe('“New” is new.');
  expect(changeWords({ how: 'removed', path: ['Safe?', 'No'] }, t)).toBe('“Safe?” › “No” is removed.');
  expect(changeWords({ how: 'changed', path: ['Safe?'], setting: 'title' }, t)).toContain('the wording');
  expect(changeWords({ how: 'changed', path: ['Safe?'], setting: 'odd_thing' }, t)).toContain('odd thing');
  expect(changeWords({ how: 'moved', path: [] }, t)).toMatch(/order/);
});

test('what was removed can be put back without losing what was added', () => {
  const saved = toDraft(form, true);
  const id = (name: string) => saved.questions.find((each) => each.name === name)?.id ?? '';
  let draft = removeQuestion(saved, id('safe'));
  draft = changeQuestion(draft, id('quality'), { title: 'How good?' });
  const without = toForm(draft);
  (without.questions[1] as { options: unknown[] }).options = [
    { value: 'insult', title: 'Insult!' },
    { value: 'new', title: 'New' },
  ];
  const mended = withoutRemovals(toDraft(without, false), saved);
  expect(mended.questions.map(({ name }) => name)).toEqual(['order', 'safe', 'harm', 'quality']);
  expect(mended.questions[3]?.title).toBe('How good?');
  expect(mended.questions[2]?.when).toEqual({ question: 'safe', equals: 'no' });
  const options = (mended.questions[2] as unknown as { options: { value: string; title: string }[] }).options;
  expect(options.map(({ value, title }) => [value, title])).toEqual([
    ['insult', 'Insult!'],
    ['danger', 'danger'],
    ['new', 'New'],
  ]);
  expect(takesAway(changesOf(toForm(saved), toForm(mended)))).toBe(false);
});
