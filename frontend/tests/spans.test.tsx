import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { useState, useSyncExternalStore } from 'react';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { AnswerValue, Content, Question, Span, SpansQuestion, SpansValue } from '../src/api/types';
import { useCommands } from '../src/keys/useCommands';
import { Item } from '../src/label/item';
import { kindOf, loadKinds } from '../src/questions/kinds';
import * as rules from '../src/questions/spans/rules';
import { parseMarkdown } from '../src/text/markdown';
import { formOf } from './helpers/forms';

const option = (value: string, key = '') => ({ value, title: value.toUpperCase(), key });
const names: SpansQuestion = {
  name: 'names',
  kind: 'spans',
  title: 'Names',
  scope: 'text',
  required: true,
  overlap: true,
  multiple: false,
  snap: 'word',
  options: [option('person'), option('place'), option('thing')],
};
const several: SpansQuestion = { ...names, multiple: true };
const apart: SpansQuestion = { ...names, overlap: false };
const span = (start: number, end: number, ...labels: string[]): Span => ({ start, end, labels });

test('marks stand in the order of the text, each once, labels in the order of the form', () => {
  const value = { spans: [span(5, 9, 'place'), span(0, 4, 'thing', 'person'), span(5, 9, 'place')] };
  expect(rules.canonical(names, value)).toEqual({
    spans: [span(0, 4, 'person', 'thing'), span(5, 9, 'place')],
  });
});
test('nothing to mark is an answer; a mark without a label is a gap', () => {
  expect(rules.isEmpty({ spans: [] })).toBe(false);
  expect(rules.gap(names, { spans: [] })).toBeNull();
  expect(rules.gap(names, { spans: [span(0, 1)] })).toEqual({ reason: 'unlabelled' });
});
test('the same stretch twice: another mark, another label on it, or another label instead', () => {
  const spans = [span(0, 4, 'person')];
  expect(rules.add(names, spans, { start: 0, end: 4 }, 'place')?.spans).toHaveLength(2);
  expect(rules.add(several, spans, { start: 0, end: 4 }, 'place')?.spans).toEqual([
    span(0, 4, 'person', 'place'),
  ]);
  expect(rules.add(apart, spans, { start: 0, end: 4 }, 'place')?.spans).toEqual([span(0, 4, 'place')]);
  expect(rules.add(several, spans, { start: 0, end: 4 }, 'person')?.spans).toEqual(spans);
});
test('marks overlap where they may, and touch where they may not', () => {
  const spans = [span(0, 4, 'person')];
  expect(rules.add(names, spans, { start: 2, end: 6 }, 'place')?.spans).toHaveLength(2);
  expect(rules.add(apart, spans, { start: 2, end: 6 }, 'place')).toBeNull();
  expect(rules.add(apart, spans, { start: 4, end: 6 }, 'place')?.spans).toHaveLength(2);
  const two = [span(0, 4, 'person'), span(6, 8, 'place')];
  expect(rules.resize(apart, two, two[0] as Span, { start: 0, end: 7 })).toBeNull();
  expect(rules.resize(names, two, two[0] as Span, { start: 3, end: 3 })).toBeNull();
});
test('a mark keeps its last label, and becomes one with its twin', () => {
  const spans = [span(0, 4, 'person'), span(0, 4, 'place')];
  expect(rules.relabel(several, [spans[0] as Span], spans[0] as Span, 'person')?.spans).toEqual([spans[0]]);
  expect(rules.relabel(names, spans, spans[0] as Span, 'place')?.spans).toEqual([span(0, 4, 'place')]);
});
test('0 says that there is nothing, takes that back, and leaves marks alone', () => {
  expect(rules.press(names, undefined, '0')).toEqual({ value: { spans: [] }, go: 'question' });
  expect(rules.press({ ...names, scope: 'messages' }, undefined, '0')?.go).toBe('target');
  expect(rules.press(names, { spans: [] }, '0')).toEqual({ value: undefined, go: 'stay' });
  expect(rules.press(names, { spans: [span(0, 1, 'person')] }, '0')).toBeNull();
});
test('the marks are counted by label', () => {
  const value = { spans: [span(0, 1, 'person'), span(2, 3, 'person'), span(2, 3, 'thing')] };
  expect(rules.summary(names, value, 'none')).toBe('PERSON 2, THING 1');
  expect(rules.summary(names, { spans: [] }, 'none')).toBe('none');
});
test('labels without a colour get one that no other has', () => {
  const question: SpansQuestion = {
    ...names,
    options: [option('a'), { ...option('b'), colour: 'blue' }, option('c')],
  };
  expect(new Set(['a', 'b', 'c'].map((label) => rules.colourOf(question, label))).size).toBe(3);
});

beforeAll(async () => {
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  (globalThis as { CSS?: unknown }).CSS ??= { escape: (text: string) => text };
  await loadKinds(formOf(names));
});
beforeEach(() => getSelection()?.removeAllRanges());

/** A text and its field, with the keyboard of the screen around them. */
function Screen({ item, children }: { item: Item; children: ReactNode }) {
  useCommands(true, { leaveField: () => document.querySelector<HTMLElement>('main')?.focus() }, (key) =>
    item.press(key),
  );
  return <main tabIndex={-1}>{children}</main>;
}
async function show(text: string, given: readonly SpansQuestion[] = [names], value?: AnswerValue) {
  const content: Content = { text };
  const questions = given as Question[];
  const answers = value ? [{ question: 'names', on: 'text', value }] : [];
  const item = new Item({ form: formOf(...questions), content: content as never }, answers);
  const tree = await parseMarkdown(text, 'kept', true);
  const { Text, Field } = kindOf(names);
  if (!Text) throw new Error('Spans are marked on texts');
  function Both() {
    const [raw, setRaw] = useState(false);
    const state = useSyncExternalStore(item.state.subscribe, item.state.get);
    const target = item.places()[0]?.target;
    if (!target || !Text) return null;
    return (
      <Screen item={item}>
        <Text item={item} target={target} questions={questions} live source={text} tree={tree} raw={raw} />
        <button type="button" onClick={() => setRaw(!raw)}>
          Raw
        </button>
        {questions.map((question) => (
          <section key={question.name} aria-label={question.title}>
            <Field
              question={question}
              value={state.answers[`${question.name} text`]}
              onChange={(changed) => item.set({ question, on: 'text' }, changed)}
              target={target}
              response={null}
              onResponse={() => {}}
              active={item.active()?.question.name === question.name}
              id={question.name}
              item={item}
              live
            />
          </section>
        ))}
      </Screen>
    );
  }
  render(<Both />);
  const points = Array.from(text);
  return {
    item,
    surface: screen.getByRole('textbox'),
    marks: (name = 'names') =>
      (item.state.get().answers[`${name} text`] as SpansValue | undefined)?.spans.map(
        ({ start, end, labels }) => [points.slice(start, end).join(''), ...labels],
      ),
  };
}
const press = async (...keys: string[]) => {
  for (const key of keys) await userEvent.keyboard(key);
};
/** What a drag of the mouse leaves behind: a selection, and the button let go. */
function drag(surface: HTMLElement, words: string, shiftKey = false) {
  const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    act(() => surface.focus());
    fireEvent.pointerDown(surface, { button: 0, pointerType: 'mouse', shiftKey });
    getSelection()?.setBaseAndExtent(node, at, node, at + words.length);
    fireEvent.pointerUp(document, { pointerType: 'mouse', shiftKey });
    return act(() => new Promise<void>((done) => setTimeout(done, 5)));
  }
  throw new Error(`${words} is not on the page`);
}

test('by keyboard alone: words are selected, extended, labelled, relabelled, removed', async () => {
  const { surface, marks } = await show('Anna **met** Bob 🎉 in Rome');
  act(() => surface.focus());
  await press('{ArrowRight}', '1');
  expect(marks()).toEqual([['Anna', 'person']]);
  await press('{ArrowRight}', '{Shift>}{ArrowRight}{/Shift}', '3');
  expect(marks()).toEqual([
    ['Anna', 'person'],
    ['met** Bob', 'thing'],
  ]);
  await press('2');
  expect(marks()?.[1]).toEqual(['met** Bob', 'place']);
  await press('{ArrowRight}', '{ArrowRight}', '{ArrowRight}', '2');
  expect(marks()?.[2]).toEqual(['Rome', 'place']);
  await press('p', 'p', '{Delete}');
  expect(marks()).toEqual([
    ['met** Bob', 'place'],
    ['Rome', 'place'],
  ]);
  await press('{Escape}');
  expect(document.activeElement?.tagName).toBe('MAIN');
});
test('the ends of a mark move by word and by character', async () => {
  const { surface, marks } = await show('one two three four', [names], { spans: [span(4, 7, 'person')] });
  act(() => surface.focus());
  await press('n', '{Shift>}{ArrowRight}{/Shift}');
  expect(marks()).toEqual([['two three', 'person']]);
  await press('{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}');
  expect(marks()).toEqual([['two thre', 'person']]);
  await press('{Home}', '{Shift>}{ArrowLeft}{/Shift}');
  expect(marks()).toEqual([['one two thre', 'person']]);
});
test('what happens is said', async () => {
  const { surface } = await show('Anna met Bob');
  act(() => surface.focus());
  await press('{ArrowRight}');
  expect(screen.getByRole('status').textContent).toBe('Selected: Anna');
  await press('1');
  expect(screen.getByRole('status').textContent).toBe('Marked as PERSON: Anna');
  await press('{ArrowRight}', '{ArrowLeft}');
  expect(screen.getByRole('status').textContent).toBe('Anna, in PERSON');
});
test('by mouse, selecting first: labels are offered beside the selection', async () => {
  const { surface, marks } = await show('Anna met Bobby');
  await drag(surface, 'Bob');
  const tools = screen.getByRole('toolbar');
  await userEvent.click(within(tools).getByText('PLACE'));
  expect(marks()).toEqual([['Bobby', 'place']]);
  expect(screen.queryByRole('toolbar')).toBeNull();
});
test('by mouse, label first: it sticks, and Shift selects to the character', async () => {
  const { item, surface, marks } = await show('Anna met Bobby');
  const field = screen.getByRole('region', { name: 'Names' });
  await userEvent.click(within(field).getAllByText('PERSON')[0] as HTMLElement);
  await drag(surface, 'nn');
  await drag(surface, 'Bob', true);
  expect(marks()).toEqual([
    ['Anna', 'person'],
    ['Bob', 'person'],
  ]);
  await userEvent.click(within(field).getAllByText('PERSON')[0] as HTMLElement);
  await drag(surface, 'met');
  expect(item.value({ question: names, on: 'text' })).toMatchObject({ spans: { length: 2 } });
});
test('raw text is marked with the same places', async () => {
  const { surface, marks } = await show('Anna **met** Bob');
  await userEvent.click(screen.getByText('Raw'));
  await drag(surface, '**met**', true);
  await press('1');
  expect(marks()).toEqual([['**met**', 'person']]);
});
test('formulas and references are marked as a whole', async () => {
  const { surface, marks } = await show('so \\(a^2\\) &amp; done');
  act(() => surface.focus());
  await press('{ArrowRight}', '{ArrowRight}', '1');
  await drag(surface, '&', true);
  await press('2');
  expect(marks()).toEqual([
    ['\\(a^2\\)', 'person'],
    ['&amp;', 'place'],
  ]);
});
test('a text from right to left is walked as it runs', async () => {
  const { surface, marks } = await show('שלום עולם יפה');
  act(() => surface.focus());
  await press('{ArrowLeft}', '{ArrowLeft}', '1');
  expect(marks()).toEqual([['עולם', 'person']]);
});
test('the list shows, relabels and removes marks, and leads to them', async () => {
  const { surface, marks } = await show('Anna met Bob', [names], {
    spans: [span(0, 4, 'person'), span(9, 12, 'place')],
  });
  const field = screen.getByRole('region', { name: 'Names' });
  await userEvent.click(within(field).getByRole('button', { name: 'Mark 2: Bob PLACE' }));
  expect(document.activeElement).toBe(surface);
  await userEvent.click(within(within(field).getByRole('group', { name: 'Labels' })).getByText('THING'));
  expect(marks()?.[1]).toEqual(['Bob', 'thing']);
  for (const button of within(field).getAllByRole('button', { name: /^Remove/ }))
    await userEvent.click(button);
  expect(marks()).toBeUndefined();
});
test('a thousand marks do not make a list of a thousand', async () => {
  const spans = Array.from({ length: 1_000 }, (_, at) => span(at, at + 1, 'person'));
  await show('x'.repeat(1_000), [names], { spans });
  const field = screen.getByRole('region', { name: 'Names' });
  expect(within(field).getAllByRole('listitem')).toHaveLength(40);
  await userEvent.click(within(field).getByText('Show 200 more'));
  expect(within(field).getAllByRole('listitem')).toHaveLength(240);
});
test('several questions share a text: the active one gets the marks', async () => {
  const claims: SpansQuestion = { ...names, name: 'claims', title: 'Claims', options: [option('claim')] };
  const { item, surface, marks } = await show('Anna met Bob', [names, claims]);
  act(() => surface.focus());
  await press('{ArrowRight}', '1');
  act(() => item.goTo({ question: 'claims' }));
  await press('{ArrowRight}', '1');
  expect(marks('names')).toEqual([['Anna', 'person']]);
  expect(marks('claims')).toEqual([['met', 'claim']]);
});
test('where marks may not overlap one is told so', async () => {
  const { surface, marks } = await show('Anna met Bob', [apart], { spans: [span(0, 8, 'person')] });
  await drag(surface, 'met Bob');
  await press('2');
  expect(marks()).toEqual([['Anna met', 'person']]);
  expect(screen.getByRole('status').textContent).toBe('Marks must not overlap here');
});
test('nothing to mark is said with one key or button', async () => {
  const { item, surface, marks } = await show('Anna met Bob');
  act(() => surface.focus());
  await press('0');
  expect(marks()).toEqual([]);
  expect(item.gaps()).toEqual([]);
  cleanup();
  const other = await show('Anna met Bob');
  await userEvent.click(screen.getByRole('button', { name: /Nothing to mark/ }));
  expect(other.marks()).toEqual([]);
});
