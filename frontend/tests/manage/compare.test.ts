import { expect, test } from 'vitest';
import type { Annotation, Answer, Content, Form } from '../../src/api';
import { compare, glimpse, letter, letters, picturesOf, valueWords } from '../../src/manage/items/compare';
import { order, quality, safe } from '../helpers/forms';

const form: Form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe, quality] };
const content: Content = {
  prompt: { text: 'Why?', images: ['i1'] },
  responses: [
    { id: 'gpt', text: 'One' },
    { id: 'own', text: 'Two', images: ['i2', 'i3'] },
  ],
};
const words = { unsure: 'Unsure', other: 'Other' };
const by = (name: string, ...answers: Answer[]): Annotation => ({
  id: name,
  member: { id: name, name },
  answers,
  form_version: 1,
  revision: 1,
  submitted_at: '2026-11-01T00:00:00Z',
  seconds: 30,
  assets: {},
});
const ranks = (...ranks: string[][]): Answer => ({ question: 'order', on: 'item', value: { ranks } });
const choice = (on: string, ...choices: string[]): Answer => ({ question: 'safe', on, value: { choices } });

test('each question stands in a row for each thing it was asked about, in the order of form and content', () => {
  const rows = compare(form, content, [
    by('ada', choice('responses.own', 'yes'), choice('responses.gpt', 'yes'), ranks(['gpt'], ['own'])),
    by('eve', ranks(['gpt'], ['own'])),
  ]);
  expect(rows.map(({ key, on }) => [key, on])).toEqual([
    ['order/item', ''],
    ['safe/responses.gpt', 'A'],
    ['safe/responses.own', 'B'],
  ]);
  expect(rows[1]?.values).toEqual([{ choices: ['yes'] }, undefined]);
});

test('a missing answer is no disagreement, another answer is', () => {
  const [first] = compare(form, content, [by('ada', ranks(['gpt'], ['own'])), by('eve')]);
  expect(first?.differ).toBe(false);
  const [second] = compare(form, content, [
    by('ada', ranks(['gpt'], ['own'])),
    by('eve', ranks(['own'], ['gpt'])),
  ]);
  expect(second?.differ).toBe(true);
});

test('the order inside a tie or a set of choices means nothing', () => {
  const [tie] = compare(form, content, [by('ada', ranks(['gpt', 'own'])), by('eve', ranks(['own', 'gpt']))]);
  expect(tie?.differ).toBe(false);
  const set = compare(form, content, [
    by('ada', choice('item', 'b', 'a')),
    by('eve', choice('item', 'a', 'b')),
  ]);
  expect(set[0]?.differ).toBe(false);
});

test('answers to a question that the form no longer has are shown all the same', () => {
  const [row] = compare(form, content, [
    by('ada', { question: 'gone', on: 'item', value: { text: 'kept' } }),
  ]);
  expect(row).toMatchObject({ title: 'gone', question: undefined, values: [{ text: 'kept' }] });
});

test('values read as words: ranks by letters, choices and points by their titles', () => {
  const called = letters(content);
  expect(valueWords({ ranks: [['own'], ['gpt']] }, order, called, words)).toBe('B › A');
  expect(valueWords({ ranks: [['own', 'gpt']] }, order, called, words)).toBe('B = A');
  expect(valueWords({ choices: ['yes'], other: 'perhaps' }, safe, called, words)).toBe('yes, Other: perhaps');
  expect(valueWords({ choices: [], unsure: true }, safe, called, words)).toBe('Unsure');
  expect(valueWords({ choices: ['old'] }, undefined, called, words)).toBe('old');
  expect(valueWords({ rating: 2 }, quality, called, words)).toMatch(/^2/);
});

test('there are letters beyond Z', () => {
  expect([0, 25, 26, 27, 51, 52].map(letter)).toEqual(['A', 'Z', 'AA', 'AB', 'AZ', 'BA']);
});

test('a line shows the first words of whatever the item has', () => {
  expect(glimpse(content)).toBe('Why?');
  expect(glimpse({ messages: [{ id: 'm', role: 'user', text: 'a\n\nb' }] })).toBe('a b');
  expect(glimpse({ image: 'i1' })).toBe('');
  expect(picturesOf(content)).toEqual(['i1', 'i2', 'i3']);
  expect(picturesOf({ image: 'i1', prompt: { text: '', images: ['i1'] } })).toEqual(['i1']);
});
