import { expect, test } from 'vitest';
import type { Annotation, Answer, Content, Form, Question } from '../src/api';
import { compare, glimpse, letter, picturesOf, valueWords } from '../src/compare/rows';
import { loadKinds } from '../src/questions/kinds';
import { subjectOf, type Target } from '../src/questions/target';
import { order, quality, safe } from './helpers/forms';

const form: Form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe, quality] };
const content: Content = {
  prompt: { text: 'Why?', images: ['i1'] },
  responses: [
    { id: 'gpt', text: 'One' },
    { id: 'own', text: 'Two', images: ['i2', 'i3'] },
  ],
};
const target = subjectOf(content).targets('item')[0] as Target;
const by = (name: string, ...answers: Answer[]): Annotation => ({
  id: name,
  member: { id: name, name },
  answers,
  form_version: 1,
  revision: 1,
  submitted_at: '2026-11-01T00:00:00Z',
  seconds: 30,
  aided: [],
  independent: true,
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

test('values read in the words of their kind: ranks by letters, choices and points by their titles', () => {
  expect(valueWords({ ranks: [['own'], ['gpt']] }, { question: order, target })).toBe('B > A');
  expect(valueWords({ ranks: [['own', 'gpt']] }, { question: order, target })).toBe('A = B');
  expect(valueWords({ choices: ['yes'], other: 'perhaps' }, { question: safe, target })).toBe('yes, perhaps');
  expect(valueWords({ choices: ['old'] }, { question: undefined, target })).toBe('old');
  expect(valueWords({ rating: 2 }, { question: quality, target })).toMatch(/^2/);
});

test('texts are shown in full, however long', () => {
  const text = 'x'.repeat(500);
  expect(valueWords({ text }, { question: undefined, target })).toBe(text);
});

test('a preference reads as its letter and strength', async () => {
  const better: Question = {
    name: 'better',
    kind: 'preference',
    title: 'Which?',
    scope: 'item',
    required: true,
    strengths: [
      { value: 1, title: 'Slightly better' },
      { value: 2, title: 'Much better' },
    ],
    tie: true,
    both_bad: false,
  };
  await loadKinds({ ...form, questions: [better] });
  expect(valueWords({ preferred: 'own', strength: 2 }, { question: better, target })).toBe('B · Much better');
});

test('what was answered about messages, turns and texts is told apart and stands in the order of the content', () => {
  const chat: Content = {
    text: 'A text',
    messages: [
      { id: 'u1', role: 'user', text: 'Hi' },
      { id: 'a1', role: 'assistant', text: 'Hello' },
      { id: 'u2', role: 'user', text: 'Bye' },
    ],
  };
  const at = (on: string): Answer => ({ question: 'q', on, value: { choices: ['a'] } });
  const rows = compare(form, chat, [
    by('ada', at('turns.u2'), at('messages.a1'), at('gone.x'), at('text'), at('turns.u1')),
  ]);
  expect(rows.map(({ on, part }) => [on, part])).toEqual([
    ['', 'text'],
    ['2', 'messages'],
    ['1', 'turns'],
    ['2', 'turns'],
    ['gone.x', null],
  ]);
});

test('what people write is never called a disagreement', () => {
  const why: Question = { name: 'why', kind: 'text', title: 'Why?', scope: 'item', required: false };
  const said = (text: string): Answer => ({ question: 'why', on: 'item', value: { text } });
  const [row] = compare({ ...form, questions: [why] }, content, [by('ada', said('a')), by('eve', said('b'))]);
  expect(row?.differ).toBe(false);
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
