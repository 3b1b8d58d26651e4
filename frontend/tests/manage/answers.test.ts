import { expect, test } from 'vitest';
import type { Form, Option, Region } from '../../src/api';
import { labelColour, labelTitles, quoted, stretches } from '../../src/compare/marked';
import { drawn, topOf } from '../../src/compare/shapes';
import { countWords, threads } from '../../src/manage/comments/threads';
import { addQuestion, type DraftQuestion, editQuestion, emptyDraft } from '../../src/manage/form/draft';
import { completed, exampleFor } from '../../src/manage/form/example';
import { clashes } from '../../src/manage/form/keys';
import { option } from '../../src/manage/form/options';
import { briefsIn, fits, itemsFrom } from '../../src/manage/items/briefs';
import { workOf } from '../../src/manage/projects/work';
import { harm, order, quality, safe, why } from '../helpers/forms';

const span = (start: number, end: number, ...labels: string[]) => ({ start, end, labels });

test('a text is cut where spans begin and end, counted in code points', () => {
  const text = 'a🎉bc';
  const parts = stretches(text, [span(1, 3, 'x'), span(2, 4, 'y')]);
  expect(parts.map((part) => [part.text, part.spans.length, part.ends.length])).toEqual([
    ['a', 0, 0],
    ['🎉', 1, 0],
    ['b', 2, 1],
    ['c', 1, 1],
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(quoted(text, span(1, 3))).toBe('🎉b');
});

test('spans that reach past the text lose nothing of it', () => {
  const parts = stretches('abc', [span(1, 99, 'x')]);
  expect(parts.map(({ text }) => text)).toEqual(['a', 'bc']);
  expect(parts[1]?.ends).toHaveLength(1);
  expect(stretches('', [])).toEqual([]);
});

test('labels read by their titles and have a colour, their own or that of their place', () => {
  const options: Option[] = [
    { value: 'a', title: 'Alpha', colour: 'red' },
    { value: 'b', title: 'Beta' },
  ];
  expect(labelTitles(options, ['b', 'gone'])).toBe('Beta, gone');
  expect(labelColour(options, 'a')).toBe('red');
  expect(labelColour(options, 'b')).not.toBe('red');
});

test('regions become SVG: a box from two corners, a line that stays open, a point', () => {
  const region = (shape: Region['shape'], ...points: number[][]): Region => ({ shape, points, labels: [] });
  expect(drawn(region('box', [1, 2], [5, 6]))).toEqual({ tag: 'polygon', points: '1,2 5,2 5,6 1,6' });
  expect(drawn(region('line', [1, 2], [5, 6]))).toMatchObject({ tag: 'polyline' });
  expect(drawn(region('point', [1, 2]))).toEqual({ tag: 'circle', cx: 1, cy: 2 });
  expect(drawn(region('box', [1, 2]))).toBeNull();
  expect(drawn(region('polygon'))).toBeNull();
  expect(topOf(region('polygon', [5, 9], [7, 3], [1, 8]))).toEqual([7, 3]);
});

test('briefs: all of a text is one, or each line that says something', () => {
  expect(briefsIn(' a\n\nb ', false)).toEqual(['a\n\nb']);
  expect(briefsIn(' a\n\nb ', true)).toEqual(['a', 'b']);
  expect(briefsIn(' \n ', true)).toEqual([]);
});

test('a brief becomes the text that the form shows, under an id of its own', () => {
  const form = (shows: Form['shows']): Form => ({ version: 1, shows, questions: [why] });
  const [one, two] = itemsFrom(['Ask a doctor', 'Ask a doctor'], 5, form(['prompt']), 'x1');
  expect(one).toEqual({
    external_id: 'ask_a_doctor-x1',
    content: { prompt: { text: 'Ask a doctor' } },
    copies: 5,
  });
  expect(two?.external_id).toBe('ask_a_doctor_2-x1');
  expect(itemsFrom(['医者'], 1, form(['text', 'prompt']), 'x1')[0]).toMatchObject({
    external_id: 'brief-x1',
    content: { text: '医者' },
  });
});

test('one call adds a thousand items and no more', () => {
  expect(fits(['a', 'b'], 500)).toBe(true);
  expect(fits(['a', 'b'], 501)).toBe(false);
  expect(fits([], 1)).toBe(false);
});

test('comments stand in the thread of their annotator; what managers say among themselves stands last', () => {
  const comment = (id: string, assignment_id: string | null) => ({ id, assignment_id }) as never;
  const found = threads([comment('1', null), comment('2', 'x'), comment('3', 'y'), comment('4', 'x')]);
  expect(found.map(({ assignment, comments }) => [assignment, comments.map(({ id }) => id)])).toEqual([
    ['x', ['2', '4']],
    ['y', ['3']],
    [null, ['1']],
  ]);
});

test('a count says when it did not count all', () => {
  expect(countWords([{ results: [], next: null }])).toBe('');
  expect(countWords([{ results: [1, 2], next: null }])).toBe('2');
  expect(countWords([{ results: Array(50).fill(0), next: 'x' }])).toBe('50+');
});

test('templates are found by what takes the most work', () => {
  const of = (...questions: Form['questions']) => workOf({ form: { version: 1, shows: [], questions } });
  expect(of(order, safe, why)).toBe('compare');
  expect(of(safe, quality)).toBe('rate');
  expect(of(safe, harm)).toBe('classify');
  expect(of({ ...why, required: true } as never)).toBe('write');
  expect(of(quality, { kind: 'spans' } as never)).toBe('spans');
  expect(of({ kind: 'spans' } as never, { ...why, required: true } as never)).toBe('write');
  expect(of({ kind: 'dialogue' } as never, order)).toBe('dialogue');
});

test('keys that clash are named at once: with another option, a command, or "unsure"', () => {
  let draft = addQuestion(emptyDraft(), 'choice', (word) => word, 'q');
  const keyed = (unsure: boolean, ...keys: string[]) => {
    draft = editQuestion(draft, 'q', () => ({
      unsure,
      options: keys.map((key, at) => option(`v${at}`, `T${at}`, { id: `o${at}`, key })),
    }));
    return clashes(draft.questions[0] as DraftQuestion);
  };
  expect(keyed(false, 'y', 'n', '').size).toBe(0);
  expect(keyed(false, 'y', 'y').get('o0')).toEqual({ with: 'option', title: 'T1' });
  expect(keyed(false, 'g').get('o0')).toMatchObject({ with: 'command', id: 'guidelines' });
  expect(keyed(true, '0').get('o0')).toEqual({ with: 'unsure' });
  expect(keyed(false, '0').size).toBe(0);
});

test('a key means something else while a text is being marked', () => {
  const draft = editQuestion(
    addQuestion(emptyDraft(), 'spans', (word) => word, 'q'),
    'q',
    () => ({
      options: [option('a', 'A', { id: 'o', key: 'n' })],
    }),
  );
  expect(clashes(draft.questions[0] as DraftQuestion).get('o')).toMatchObject({ id: 'nextSpan' });
});

test('an example has something for every part that is shown, and keeps what it has', () => {
  const form: Form = { version: 1, shows: ['prompt', 'text', 'messages'], questions: [why] };
  const whole = completed({ text: 'Mine' }, form);
  expect(Object.keys(whole).sort()).toEqual(['messages', 'prompt', 'text']);
  expect(whole.text).toBe('Mine');
  expect(exampleFor(form, [])).toMatchObject({ prompt: {}, text: expect.any(String) });
});

test('where regions are drawn on the prompt there is a picture to draw on', () => {
  const form = { version: 1, shows: ['prompt'], questions: [{ kind: 'regions', scope: 'item' }] } as never;
  expect(completed({ prompt: { text: 'x' } }, form).prompt?.images).toHaveLength(1);
  expect(completed({ prompt: { text: 'x', images: ['mine'] } }, form).prompt?.images).toEqual(['mine']);
});
