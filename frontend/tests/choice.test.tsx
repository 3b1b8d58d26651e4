import { act, fireEvent, render, screen } from '@testing-library/react';
import { useSyncExternalStore } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type {
  ChoiceQuestion,
  ChoiceValue,
  Question,
  RankingQuestion,
  RatingQuestion,
} from '../src/api/types';
import { useCommands } from '../src/keys/useCommands';
import { Item } from '../src/label/item';
import { choice } from '../src/questions/choice';
import * as rules from '../src/questions/choice/rules';
import { levelAt, search } from '../src/questions/choice/tree';
import { keyOf } from '../src/questions/form';
import { kindOf, loadKinds } from '../src/questions/kinds';
import { subjectOf, type Target } from '../src/questions/target';
import { keyTyped, TAKE, typed } from '../src/questions/typed';
import { contentOf, formOf, order, quality, safe } from './helpers/forms';

const option = (value: string, parent = '') => ({ value, title: value, ...(parent ? { parent } : {}) });
const flat = (count: number, settings: Partial<ChoiceQuestion> = {}): ChoiceQuestion => ({
  ...(safe as ChoiceQuestion),
  name: 'topic',
  scope: 'item',
  title: 'Topic',
  options: Array.from({ length: count }, (_, at) => option(`Option ${at + 1}`)),
  ...settings,
});
const tree = (settings: Partial<ChoiceQuestion> = {}): ChoiceQuestion =>
  flat(0, {
    options: [
      option('science'),
      option('physics', 'science'),
      option('quantum', 'physics'),
      option('biology', 'science'),
      option('arts'),
      option('music', 'arts'),
      option('sport'),
    ],
    ...settings,
  });
const target = subjectOf({}).targets('item')[0] as Target;
afterEach(() => typed.set(null));

/** Presses keys one after the other, each on what the one before has made. */
function pressed(question: ChoiceQuestion, ...keys: string[]): ChoiceValue | undefined {
  return keys.reduce<ChoiceValue | undefined>(
    (value, key) => rules.press(question, value, key, { target })?.value ?? value,
    undefined,
  );
}

test('a digit waits while a longer key may follow, and is taken at once where none can', () => {
  const keys = Array.from({ length: 12 }, (_, at) => String(at + 1));
  const where = { question: flat(12), on: 'item' };
  expect(keyTyped(keys, where, '2')).toBe(1);
  expect(keyTyped(keys, where, '1')).toBe('waits');
  expect(keyTyped(keys, where, '2')).toBe(11);
  expect(typed.get()).toBeNull();
  keyTyped(keys, where, '1');
  expect(keyTyped(keys, where, TAKE)).toBe(0);
  expect(keyTyped(keys, where, TAKE)).toBeNull();
});
test('a digit that no key goes on with starts afresh, and so does another question', () => {
  const keys = Array.from({ length: 12 }, (_, at) => String(at + 1));
  const question = flat(12);
  keyTyped(keys, { question, on: 'item' }, '1');
  expect(keyTyped(keys, { question, on: 'item' }, '9')).toBe(8);
  keyTyped(keys, { question, on: 'responses.r1' }, '1');
  expect(keyTyped(keys, { question, on: 'responses.r2' }, '2')).toBe(1);
});
test('the twelfth option is picked by twelve, and ten by a zero that is not unsure', () => {
  expect(pressed(flat(12), '1', '2')).toEqual({ choices: ['Option 12'] });
  expect(pressed(flat(12), '1', '0')).toEqual({ choices: ['Option 10'] });
  expect(pressed(flat(12), '0')).toEqual({ choices: [], unsure: true });
  expect(pressed(flat(12), '1', TAKE)).toEqual({ choices: ['Option 1'] });
});
test('keys pick within the level that one is at', () => {
  const question = tree({ leaves_only: true });
  expect(pressed(question, '1')).toBeUndefined();
  expect(levelAt(question, 'item', undefined)).toBe('science');
  expect(pressed(question, '1', '1')).toEqual({ choices: ['quantum'] });
  expect(pressed(tree({ leaves_only: true }), '3')).toEqual({ choices: ['sport'] });
});
test('zero goes one level up, and is unsure at the top only', () => {
  const question = tree({ leaves_only: true });
  expect(pressed(question, '1', '1', '0', '2')).toEqual({ choices: ['biology'] });
  expect(pressed(tree({ leaves_only: true }), '1', '0', '0')).toEqual({ choices: [], unsure: true });
});
test('an option with others below it is an answer that may be narrowed down, unless only the lowest count', () => {
  expect(rules.press(tree(), undefined, '1', { target })).toEqual({
    value: { choices: ['science'] },
    go: 'stay',
  });
  expect(pressed(tree(), '1', '1', '1')).toEqual({ choices: ['quantum'] });
  expect(rules.gap(tree({ leaves_only: true }), { choices: ['physics'] })).toEqual({ reason: 'leaf' });
  expect(rules.gap(tree({ leaves_only: true }), { choices: ['physics', 'quantum'] })).toBeNull();
});
test('what a choice implies is never sent beside it', () => {
  const many = tree({ multiple: true });
  expect(rules.canonical(many, { choices: ['quantum', 'science', 'arts'] })).toEqual({
    choices: ['quantum', 'arts'],
  });
  expect(rules.toggle(many, { choices: ['science', 'sport'] }, 'quantum').choices).toEqual([
    'sport',
    'quantum',
  ]);
  expect(rules.toggle(many, { choices: ['quantum', 'biology'] }, 'science').choices).toEqual(['science']);
});
test('a choice in a hierarchy is told with what stands above it', () => {
  expect(choice.summary(tree(), { choices: ['quantum'] }, target)).toBe('science › physics › quantum');
});
test('options are found by parts of their names, with or without accents', () => {
  const question = flat(0, { options: [option('Peru'), option('México'), option('Aperture')] });
  expect(search(question, 'per').map(({ value }) => value)).toEqual(['Peru', 'Aperture']);
  expect(search(question, 'mexi').map(({ value }) => value)).toEqual(['México']);
  expect(search(tree({ leaves_only: true }), 'i').map(({ value }) => value)).toEqual(['biology', 'music']);
});

test('points of a scale with two digits, and the twelfth rank, are typed digit by digit', () => {
  const scale = (...values: number[]) =>
    ({ ...quality, options: values.map((value) => ({ value, title: String(value) })) }) as RatingQuestion;
  const ten = scale(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  const rating = kindOf(ten);
  const at = { response: null, target };
  expect(rating.press(ten, undefined, '9', at)?.value).toEqual({ rating: 9 });
  expect(rating.press(ten, undefined, '1', at)).toEqual({ value: undefined, go: 'stay' });
  expect(rating.press(ten, undefined, '0', at)?.value).toEqual({ rating: 10 });
  const steer = scale(-3, -2, -1, 0, 1, 2, 3);
  expect(rating.press(steer, undefined, '7', at)?.value).toEqual({ rating: 3 });

  const ranking = kindOf(order);
  const twelve = subjectOf(contentOf(12)).targets('item')[0] as Target;
  const here = { response: 'r5', target: twelve };
  expect(ranking.press(order as RankingQuestion, undefined, '1', here)?.go).toBe('stay');
  const { value } = ranking.press(order as RankingQuestion, undefined, '2', here) ?? {};
  expect((value as { ranks: string[][] }).ranks[11]).toEqual(['r5']);
});

async function show(...questions: Question[]) {
  const form = formOf(...questions);
  await loadKinds(form);
  const item = new Item({ form, content: contentOf(12) });
  function Page() {
    const { answers } = useSyncExternalStore(item.state.subscribe, item.state.get);
    useCommands(true, {}, (key) => item.press(key));
    const place = item.active();
    return questions.map((question) => {
      const { Field } = kindOf(question);
      const asked = item.places().find((each) => each.question === question);
      return (
        <section key={question.name}>
          <h3 id={`${question.name}-title`}>{question.title}</h3>
          <Field
            question={question}
            value={answers[keyOf(question.name, 'item')]}
            onChange={(value) => item.set({ question, on: 'item' }, value)}
            target={asked?.target as Target}
            response={item.state.get().response}
            onResponse={() => {}}
            active={place?.question === question}
            live
            id={question.name}
            item={item}
          />
        </section>
      );
    });
  }
  await act(
    async () =>
      void render(
        <main tabIndex={-1}>
          <Page />
        </main>,
      ),
  );
  return item;
}
const type = (...keys: string[]) => {
  for (const key of keys) act(() => void fireEvent.keyDown(document.body, { key, code: `Digit${key}` }));
};

test('digits are shown while they wait, and taken after a moment', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const item = await show(flat(12), { ...flat(3), name: 'next' });
  type('1');
  expect(item.state.get().answers).toEqual({});
  await act(async () => void (await vi.advanceTimersByTimeAsync(800)));
  expect(item.state.get().answers['topic item']).toEqual({ choices: ['Option 1'] });
  expect(item.active()?.question.name).toBe('next');
  vi.useRealTimers();
});
test('Enter takes the digits, Escape forgets them, another key takes them first', async () => {
  const item = await show(flat(12), { ...flat(3), name: 'next' });
  type('1');
  act(() => void fireEvent.keyDown(document.body, { key: 'Escape' }));
  expect(typed.get()).toBeNull();
  expect(item.state.get().answers).toEqual({});
  type('1');
  act(() => void fireEvent.keyDown(document.body, { key: 'Enter' }));
  expect(item.state.get().answers['topic item']).toEqual({ choices: ['Option 1'] });
});
test('ranks of twelve responses are typed in one go', async () => {
  const item = await show(order);
  type('1', '2', '1', '1', '3');
  expect(item.state.get().answers['order item']).toEqual({
    ranks: [[], [], ['r3'], [], [], [], [], [], [], [], ['r2'], ['r1']],
  });
  type('1', '5');
  const { ranks } = item.state.get().answers['order item'] as { ranks: string[][] };
  expect([ranks[0], ranks[4]]).toEqual([['r4'], ['r5']]);
});
test('a long list is searched: type, arrows, Enter', async () => {
  const item = await show(flat(20), { ...flat(3), name: 'next' });
  const field = await screen.findByRole('combobox');
  act(() => void fireEvent.keyDown(document.body, { key: '/' }));
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'option 1' } });
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  expect(screen.getByRole('option', { selected: true }).textContent).toBe('Option 10');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(item.state.get().answers['topic item']).toEqual({ choices: ['Option 10'] });
  expect(item.active()?.question.name).toBe('next');
  expect(document.activeElement?.tagName).toBe('MAIN');
});
test('a tree opens level by level, by click and by key', async () => {
  const question = tree({ leaves_only: true });
  const item = await show(question);
  fireEvent.click(await screen.findByRole('button', { name: 'science' }));
  expect(screen.getByRole('button', { name: 'science', expanded: true })).toBeTruthy();
  type('2');
  expect(item.state.get().answers['topic item']).toEqual({ choices: ['biology'] });
  expect(screen.getByRole('radio', { name: 'biology', checked: true })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'One level up' }));
  expect(screen.queryByRole('button', { name: 'One level up' })).toBeNull();
});
