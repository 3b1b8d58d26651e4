import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import Palette from '../src/keys/Palette';
import { matching, scoreOf } from '../src/keys/score';

const titles = (typed: string, ...all: string[]) =>
  matching(
    typed,
    all.map((title) => ({ title })),
  ).map(({ title }) => title);

test('letters are found in order, at the beginnings of words first', () => {
  expect(scoreOf('xyz', 'Next response')).toBeNull();
  expect(scoreOf('nr', 'Next response')).not.toBeNull();
  expect(titles('nr', 'Scan readings', 'Next response')[0]).toBe('Next response');
  expect(titles('item', 'Submit every complete item', 'Item')).toEqual([
    'Item',
    'Submit every complete item',
  ]);
});
test('case and accents do not matter, and nothing typed is everything in its order', () => {
  expect(titles('REVISION', 'Révision')).toEqual(['Révision']);
  expect(titles(' ', 'b', 'a')).toEqual(['b', 'a']);
});

const entries = ['Submit', 'Skip', 'Guidelines'].map((title) => ({ id: title, title, run: vi.fn() }));
test('Enter does what is marked; arrows mark another', async () => {
  const user = userEvent.setup();
  const close = vi.fn();
  render(<Palette entries={entries} onClose={close} />);
  const field = screen.getByRole('combobox', { hidden: true });
  field.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}');
  expect(close).toHaveBeenCalled();
  await vi.waitFor(() => expect(entries[1]?.run).toHaveBeenCalledOnce());
  await user.keyboard('guid{Enter}');
  await vi.waitFor(() => expect(entries[2]?.run).toHaveBeenCalledOnce());
  expect(entries[0]?.run).not.toHaveBeenCalled();
});
test('nothing that fits is said in words, and Enter does nothing', async () => {
  const user = userEvent.setup();
  const close = vi.fn();
  render(<Palette entries={entries} onClose={close} />);
  screen.getByRole('combobox', { hidden: true }).focus();
  await user.keyboard('zzz{Enter}');
  expect(screen.getByText('Nothing is called that.')).toBeTruthy();
  expect(close).not.toHaveBeenCalled();
});
