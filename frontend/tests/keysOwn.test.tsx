import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bindings, commandFor, keysOf, reservedIn, takeKeys } from '../src/keys/commands';
import { KeySettings } from '../src/keys/KeySettings';
import { isChanged, refusalOf, remap, resetKeys } from '../src/keys/remap';
import { preferences } from '../src/ui/preferences';

let stop: () => void;
beforeEach(() => {
  resetKeys();
  takeKeys({});
  stop = preferences.subscribe(() => takeKeys(preferences.get().keys ?? {}));
});
afterEach(() => {
  cleanup();
  stop();
});

test('a chosen key takes the place of the product’s, for the handler and for the options of forms', () => {
  expect(remap('guidelines', 'x')).toBeNull();
  expect(commandFor('x', 'item')).toBe('guidelines');
  expect(commandFor('g', 'item')).toBeUndefined();
  expect(reservedIn('item')).toContain('x');
  expect(reservedIn('item')).not.toContain('g');
  expect(keysOf('guidelines')).toEqual(['x']);
  expect(isChanged('guidelines')).toBe(true);
});
test('a key that is taken in the mode is refused, and says by what', () => {
  expect(refusalOf('guidelines', 'j')).toEqual({ reason: 'taken', by: 'nextResponse' });
  expect(remap('guidelines', 'j')).toEqual({ reason: 'taken', by: 'nextResponse' });
  expect(commandFor('j', 'item')).toBe('nextResponse');
  // In another mode the key is free.
  expect(refusalOf('nextSpan', 'j')).toBeNull();
  expect(refusalOf('nextSpan', 'p')).toEqual({ reason: 'taken', by: 'previousSpan' });
});
test('digits, the browser’s chords and bare keys while writing stay what they are', () => {
  expect(refusalOf('guidelines', '3')).toEqual({ reason: 'digit' });
  expect(refusalOf('guidelines', 'Mod+w')).toEqual({ reason: 'browser' });
  expect(refusalOf('guidelines', 'Escape')).toEqual({ reason: 'browser' });
  expect(refusalOf('leaveField', 'q')).toEqual({ reason: 'fixed' });
  expect(refusalOf('addTurn', 'q')).toEqual({ reason: 'writing' });
  expect(refusalOf('addTurn', 'Mod+Alt+q')).toBeNull();
});
test('the product’s key comes back, unless another command has it by now', () => {
  remap('guidelines', 'x');
  remap('raw', 'g');
  expect(remap('guidelines', null)).toEqual({ reason: 'taken', by: 'raw' });
  expect(remap('raw', null)).toBeNull();
  expect(remap('guidelines', null)).toBeNull();
  expect(keysOf('guidelines')).toEqual(['g']);
  expect(preferences.get().keys).toEqual({});
});
test('keys of commands that this build does not know do no harm', () => {
  takeKeys({ somethingNew: ['y'], raw: ['y'] });
  expect(bindings.get().byChord.get('item y')).toBe('raw');
});

const row = (name: string) => within(screen.getByText(name).closest('li') as HTMLElement);
test('keys are changed by pressing them', async () => {
  const user = userEvent.setup();
  render(<KeySettings />);
  await user.click(row('Guidelines').getByRole('button', { name: 'Change' }));
  await user.keyboard('{Control>}g{/Control}');
  expect(keysOf('guidelines')).toEqual(['Mod+g']);
  expect(row('Guidelines').getByRole('status').textContent).toContain('Guidelines: Ctrl G');
  expect(document.activeElement?.textContent).toBe('Change');
  await user.click(row('Guidelines').getByRole('button', { name: 'Product keys' }));
  expect(keysOf('guidelines')).toEqual(['g']);
});
test('a conflict names the other command, and Escape and Tab lead out', async () => {
  const user = userEvent.setup();
  render(<KeySettings />);
  await user.click(row('Guidelines').getByRole('button', { name: 'Change' }));
  await user.keyboard('j');
  expect(row('Guidelines').getByRole('status').textContent).toContain('“Next response”');
  for (const key of ['{Escape}', '{Tab}']) {
    await user.click(row('Guidelines').getByRole('button', { name: 'Change' }));
    await user.keyboard(key);
    expect(screen.queryByText(/Press the keys/)).toBeNull();
  }
  expect(keysOf('guidelines')).toEqual(['g']);
});
test('commands are found by a few letters', async () => {
  const user = userEvent.setup();
  render(<KeySettings />);
  await user.type(screen.getByRole('searchbox'), 'guid');
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
});
