import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { PreferenceQuestion, PreferenceValue } from '../src/api/types';
import '../src/i18n';
import { Item } from '../src/label/item';
import { preferredWords } from '../src/label/Preferred';
import { gapsOf, visiblePlaces } from '../src/questions/form';
import { loadKinds } from '../src/questions/kinds';
import { preference } from '../src/questions/preference';
import { Field } from '../src/questions/preference/Field';
import * as rules from '../src/questions/preference/rules';
import { subjectOf, type Target } from '../src/questions/target';
import { contentOf, formOf } from './helpers/forms';

const llama: PreferenceQuestion = {
  name: 'better',
  kind: 'preference',
  title: 'Which is better?',
  scope: 'item',
  required: true,
  strengths: ['Negligibly better', 'Slightly better', 'Better', 'Significantly better'].map((title, at) => ({
    value: at + 1,
    title,
  })),
  tie: true,
  both_bad: true,
};
const plain: PreferenceQuestion = { ...llama, strengths: [{ value: 1, title: 'Better' }], both_bad: false };
const target = subjectOf(contentOf(2)).targets('item')[0] as Target;
const at = { response: null, target };
const pressed = (question: PreferenceQuestion, key: string) =>
  rules.press(question, undefined, key, at)?.value;

test('keys run along the scale: A from strongest to weakest, then B from weakest to strongest', () => {
  expect(['1', '4', '5', '8'].map((key) => pressed(llama, key))).toEqual([
    { preferred: 'r1', strength: 4 },
    { preferred: 'r1', strength: 1 },
    { preferred: 'r2', strength: 1 },
    { preferred: 'r2', strength: 4 },
  ]);
  expect(pressed(plain, '2')).toEqual({ preferred: 'r2', strength: 1 });
  expect(pressed(plain, '3')).toBeUndefined();
});
test('nine is a tie and zero is both bad, where the question allows them', () => {
  expect(pressed(llama, '9')).toEqual({ preferred: null, reason: 'tie' });
  expect(pressed(llama, '0')).toEqual({ preferred: null, reason: 'both_bad' });
  expect(pressed(plain, '0')).toBeUndefined();
  expect(pressed({ ...llama, tie: false }, '9')).toBeUndefined();
});
test('a preference without its strength is unfinished, unless there is one grade only', () => {
  expect(rules.gap(llama, { preferred: 'r1' })).toEqual({ reason: 'strength' });
  expect(rules.gap(llama, { preferred: null, reason: 'tie' })).toBeNull();
  expect(rules.gap(plain, { preferred: 'r1' })).toBeNull();
  expect(rules.canonical(plain, { preferred: 'r1' })).toEqual({ preferred: 'r1', strength: 1 });
  expect(rules.canonical(llama, { preferred: null, reason: 'tie', strength: 2 })).toEqual({
    preferred: null,
    reason: 'tie',
  });
});
test('nothing said is empty; a reason alone is an answer', () => {
  expect(rules.isEmpty({ preferred: null })).toBe(true);
  expect(rules.isEmpty({ preferred: null, reason: 'both_bad' })).toBe(false);
  expect(rules.isEmpty({ preferred: 'r2', strength: 1 })).toBe(false);
});
test('the answer in words', () => {
  expect(preference.summary(llama, { preferred: 'r2', strength: 4 }, target)).toBe(
    'B · Significantly better',
  );
  expect(preference.summary(llama, { preferred: null, reason: 'tie' }, target)).toBe('About the same');
});

function Asked({ question }: { question: PreferenceQuestion }) {
  const [value, setValue] = useState<PreferenceValue>();
  const item = new Item({ form: formOf(), content: contentOf(2) });
  return (
    <>
      <h3 id="q-title">{question.title}</h3>
      <Field
        {...{ question, value, target, item }}
        onChange={setValue}
        response={null}
        onResponse={() => {}}
        active
        live
        id="q"
      />
      <output>{JSON.stringify(value)}</output>
    </>
  );
}
test('the scale reads from A to B, with the tie in the middle and its keys beside it', () => {
  render(<Asked question={llama} />);
  const names = screen.getAllByRole('radio').map((radio) => radio.getAttribute('aria-label'));
  expect(names[0]).toBe('A: Significantly better');
  expect(names[4]).toBe('About the same');
  expect(names[8]).toBe('B: Significantly better');
  expect(names[9]).toBe('Both are bad');
  const caps = [...document.querySelectorAll('kbd')].map(({ textContent }) => textContent);
  expect(caps).toEqual(['1', '2', '3', '4', '9', '5', '6', '7', '8', '0']);
  fireEvent.click(screen.getByRole('radio', { name: 'B: Slightly better' }));
  expect(screen.getByRole('status').textContent).toBe('{"preferred":"r2","strength":2}');
  expect(screen.getByRole('radio', { name: 'B: Slightly better', checked: true })).toBeTruthy();
});
test('one key answers and goes on to the next question', async () => {
  const form = formOf(llama, { ...plain, name: 'safer' });
  await loadKinds(form);
  const item = new Item({ form, content: contentOf(2) });
  item.press('8');
  expect(item.active()?.question.name).toBe('safer');
  item.press('9');
  expect(gapsOf(form, item.subject, item.state.get().answers)).toEqual([]);
  expect(item.final().map(({ value }) => value)).toEqual([
    { preferred: 'r2', strength: 4 },
    { preferred: null, reason: 'tie' },
  ]);
});
test('the response that was preferred says so, and by how much; a tie marks none', () => {
  const form = formOf(llama);
  const { subject } = new Item({ form, content: contentOf(2) });
  const words = (value: PreferenceValue, ...others: PreferenceQuestion[]) =>
    ['r1', 'r2'].map((id) => {
      const answers = { 'better item': value };
      return preferredWords(visiblePlaces(formOf(llama, ...others), subject, answers), answers, id);
    });
  expect(words({ preferred: 'r2', strength: 2 })).toEqual(['', 'Preferred · Slightly better']);
  expect(words({ preferred: 'r1' })).toEqual(['Preferred', '']);
  expect(words({ preferred: null, reason: 'tie' })).toEqual(['', '']);
  // Where several questions compare, which of them.
  expect(words({ preferred: 'r1', strength: 4 }, { ...plain, name: 'safer' })).toEqual([
    'Preferred · Which is better?',
    '',
  ]);
});
