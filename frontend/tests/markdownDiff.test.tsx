import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { TextQuestion, TextValue } from '../src/api/types';
import type { FieldProps } from '../src/questions/kind';
import { subjectOf, type Target } from '../src/questions/target';
import { text as textKind } from '../src/questions/text';
import { press } from '../src/questions/text/rules';
import { Diff } from '../src/text/Diff';
import { differences, inOnePiece } from '../src/text/differences';

const joined = (before: string, after: string, side: 'before' | 'after') =>
  differences(before, after)
    .filter((part) => part.in === 'both' || part.in === side)
    .map(({ text }) => text)
    .join('');

test.each([
  ['the quick fox', 'the slow fox'],
  ['', 'new'],
  ['old', ''],
  ['a 🎉 b', 'a 🎈 b'],
  ['東京に行く', '京都に行く'],
  ['one\n\ntwo', 'one\ntwo'],
])('both versions can be read off the differences of %j and %j', (before, after) => {
  expect(joined(before, after, 'before')).toBe(before);
  expect(joined(before, after, 'after')).toBe(after);
});
test('only the words that differ are shown as different', () => {
  expect(differences('the quick fox', 'the slow fox').filter((part) => part.in !== 'both')).toEqual([
    { text: 'quick', in: 'before' },
    { text: 'slow', in: 'after' },
  ]);
  expect(differences('same', 'same')).toEqual([{ text: 'same', in: 'both' }]);
});
test('texts that share little are compared in bounded time', () => {
  const words = (seed: number) =>
    Array.from({ length: 20_000 }, (_, at) => `w${(at * seed) % 7919}`).join(' ');
  const started = performance.now();
  const [before, after] = [words(31), words(97)];
  expect(joined(before, after, 'after')).toBe(after);
  expect(performance.now() - started).toBeLessThan(3_000);
});
test('in one piece: what both begin and end with stays', () => {
  expect(inOnePiece('abcd', 'abxd')).toEqual([
    { text: 'ab', in: 'both' },
    { text: 'c', in: 'before' },
    { text: 'x', in: 'after' },
    { text: 'd', in: 'both' },
  ]);
  expect(inOnePiece('aa', 'aaa').map(({ text }) => text)).toEqual(['aa', 'a']);
});
test('differences are drawn inline or on two sides', () => {
  const { container, rerender } = render(<Diff before="a b" after="a c" />);
  expect(container.querySelector('del')?.textContent).toBe('b');
  expect(container.querySelector('ins')?.textContent).toBe('c');
  rerender(<Diff before="a b" after="a c" layout="side" />);
  expect(screen.getByRole('region', { name: 'Before' }).textContent).toBe('a b');
  expect(screen.getByRole('region', { name: 'After' }).textContent).toBe('a c');
  rerender(<Diff before="a" after="a" />);
  expect(screen.getByText('No differences')).toBeTruthy();
});
test('hostile words stay words in differences', () => {
  const attack = '<img src=x onerror=alert(1)>';
  const { container } = render(<Diff before="x" after={attack} />);
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent).toContain(attack);
});

const fix: TextQuestion = {
  name: 'fix',
  kind: 'text',
  title: 'Fix',
  scope: 'item',
  required: true,
  edits: true,
};
const target = subjectOf({ prompt: { text: 'it have two' } }).targets('item')[0] as Target;

function show() {
  const values: (TextValue | undefined)[] = [];
  function Edited() {
    const [value, setValue] = useState<TextValue>();
    const props = { question: fix, value, target, id: 'fix', active: true, live: true, response: null };
    return (
      <>
        <h3 id="fix-title">Fix</h3>
        <textKind.Field
          {...(props as unknown as FieldProps<TextQuestion, TextValue>)}
          onChange={(changed) => {
            values.push(changed);
            setValue(changed);
          }}
        />
      </>
    );
  }
  render(<Edited />);
  return values;
}
test('an edit starts from the text itself, and shows what changed', async () => {
  const values = show();
  const area = screen.getByRole<HTMLTextAreaElement>('textbox');
  expect(area.value).toBe('it have two');
  fireEvent.change(area, { target: { value: 'it has two' } });
  expect(values).toEqual([{ text: 'it has two' }]);
  fireEvent.click(screen.getByText('Differences'));
  expect((await screen.findByText('have')).tagName).toBe('DEL');
  fireEvent.click(screen.getByText('Back to the original'));
  expect(values.at(-1)).toBeUndefined();
});
test('nothing to correct is an answer, by button and by key', () => {
  const values = show();
  fireEvent.click(screen.getByRole('button', { name: /Nothing to correct/ }));
  expect(values).toEqual([{ text: 'it have two' }]);
  expect(press(fix, undefined, '0', 'a')).toEqual({ value: { text: 'a' }, go: 'question' });
  expect(press(fix, { text: 'a' }, '0', 'a')?.value).toBeUndefined();
  expect(press(fix, { text: 'b' }, '0', 'a')).toBeNull();
  expect(press({ ...fix, edits: false }, undefined, '0', 'a')).toBeNull();
});
