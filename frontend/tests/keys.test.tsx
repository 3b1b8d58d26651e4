import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import tools from '../src/i18n/locales/en/tools.json';
import { capsOf, chordOf, plainKeyOf } from '../src/keys/chord';
import { COMMANDS, GROUPS, reservedIn } from '../src/keys/commands';
import { singleKeys } from '../src/keys/preference';
import { type Handlers, useCommands } from '../src/keys/useCommands';

const event = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('in a mode a key has one meaning, and none of the whole screen takes a digit', () => {
  const keys = COMMANDS.flatMap(({ keys, mode }) => keys.map((key) => `${mode} ${key}`));
  expect(new Set(keys).size).toBe(keys.length);
  expect(reservedIn('item').filter((key) => /\d/.test(key))).toEqual([]);
});
test('every command is named and shown in a group of the help sheet', () => {
  for (const { id, group } of COMMANDS) {
    expect(tools.keys[id]).toBeTruthy();
    expect(GROUPS).toContain(group);
  }
});
test('browsers keep their own chords', () => {
  const theirs = [
    'Mod+t',
    'Mod+w',
    'Mod+n',
    'Mod+r',
    'Mod+l',
    'Mod+f',
    'Mod+s',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'F5',
  ];
  // While a picture or a text has the focus, Alt with an arrow belongs to it: there it never falls through.
  const ours = COMMANDS.filter(({ mode }) => mode === 'item').flatMap(({ keys }) => [...keys] as string[]);
  expect(ours.filter((key) => theirs.includes(key))).toEqual([]);
});

test('a chord is Ctrl elsewhere and ⌘ on a Mac', () => {
  expect(chordOf(event('Enter', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+Enter');
  expect(chordOf(event('Enter', { metaKey: true }), true)).toBe('Mod+Enter');
  expect(chordOf(event('Enter', { ctrlKey: true }), true)).toBe('Enter');
});
test('shift counts only for keys that print nothing', () => {
  expect(chordOf(event('?', { shiftKey: true }), false)).toBe('?');
  expect(chordOf(event('J', { shiftKey: true }), false)).toBe('j');
  expect(chordOf(event(' ', { shiftKey: true }), false)).toBe('Shift+Space');
});
test('other alphabets reach letters and digits by their place on the board', () => {
  expect(plainKeyOf(event('о', { code: 'KeyJ' }))).toBe('j');
  expect(plainKeyOf(event('&', { code: 'Digit1' }))).toBe('1');
  expect(plainKeyOf(event('2', { code: 'Numpad2' }))).toBe('2');
  expect(plainKeyOf(event('j', { code: 'KeyJ', ctrlKey: true }))).toBeNull();
});
test('with Alt a key that prints another sign on a Mac is called by what is on it', () => {
  const pressed = (key: string, code: string, more: Partial<KeyboardEvent> = {}) =>
    chordOf(event(key, { code, altKey: true, metaKey: true, ...more }), true);
  expect(pressed('®', 'KeyR')).toBe('Mod+Alt+r');
  expect(pressed('≠', 'Equal')).toBe('Mod+Alt+=');
  expect(pressed('¡', 'Digit1')).toBe('Mod+Alt+1');
  expect(pressed('Dead', 'Backquote')).toBe('Mod+Alt+`');
  // A German Mac prints a bracket there, and it is a bracket that was wanted.
  expect(pressed('[', 'Digit5')).toBe('Mod+Alt+[');
  expect(pressed('±', 'Equal', { shiftKey: true })).toBe('Mod+Alt+±');
  expect(pressed('ArrowUp', 'ArrowUp')).toBe('Mod+Alt+ArrowUp');
});
test('the plus key is a cap of its own', () => {
  expect(capsOf('Mod++')).toHaveLength(2);
});

function Desk({ handlers, onKey }: { handlers: Handlers; onKey: (key: string) => boolean }) {
  useCommands(true, handlers, onKey);
  return (
    <>
      <main id="main" tabIndex={-1} />
      <textarea aria-label="Why" />
      <input type="radio" aria-label="Yes" />
      <button type="button">Button</button>
    </>
  );
}
function setUp() {
  const handlers = { submit: vi.fn(), nextResponse: vi.fn(), leaveField: vi.fn(), rankUp: vi.fn() };
  const onKey = vi.fn(() => true);
  const screen = render(<Desk handlers={handlers} onKey={onKey} />);
  return { handlers, onKey, user: userEvent.setup(), ...screen };
}
beforeEach(() => {
  singleKeys.set(true);
});

test('writing in a field is no command, but Ctrl+Enter submits from there and Escape leaves', async () => {
  const { handlers, onKey, user, getByLabelText } = setUp();
  await user.type(getByLabelText('Why'), 'j 2113{Enter}');
  expect(handlers.nextResponse).not.toHaveBeenCalled();
  expect(handlers.submit).not.toHaveBeenCalled();
  expect(onKey).not.toHaveBeenCalled();
  expect((getByLabelText('Why') as HTMLTextAreaElement).value).toBe('j 2113\n');
  await user.keyboard('{Control>}{Enter}{/Control}{Escape}');
  expect(handlers.submit).toHaveBeenCalledOnce();
  expect(handlers.leaveField).toHaveBeenCalledOnce();
});
test('Enter submits from a radio button, but belongs to a focused button', async () => {
  const { handlers, user, getByLabelText, getByText } = setUp();
  getByLabelText('Yes').focus();
  await user.keyboard('{Enter}');
  expect(handlers.submit).toHaveBeenCalledOnce();
  getByText('Button').focus();
  await user.keyboard('{Enter}');
  expect(handlers.submit).toHaveBeenCalledOnce();
});
test('letters and digits that are no commands go to the question', async () => {
  const { handlers, onKey, user } = setUp();
  await user.keyboard('2y');
  expect(onKey.mock.calls).toEqual([['2'], ['y']]);
  await user.keyboard('j');
  expect(handlers.nextResponse).toHaveBeenCalledOnce();
});
test('a key held down submits once', async () => {
  const { handlers, user } = setUp();
  await user.keyboard('{Enter>3}');
  expect(handlers.submit).toHaveBeenCalledOnce();
});
test('single keys can be switched off; chords stay', async () => {
  const { handlers, onKey, user } = setUp();
  singleKeys.set(false);
  await user.keyboard('j2{Alt>}{ArrowUp}{/Alt}{Control>}{Enter}{/Control}');
  expect(handlers.nextResponse).not.toHaveBeenCalled();
  expect(onKey).not.toHaveBeenCalled();
  expect(handlers.rankUp).toHaveBeenCalledOnce();
  expect(handlers.submit).toHaveBeenCalledOnce();
});
test('an open dialogue keeps the keys', async () => {
  const { handlers, user } = setUp();
  const dialog = document.createElement('dialog');
  dialog.setAttribute('open', '');
  document.body.append(dialog);
  await user.keyboard('j');
  expect(handlers.nextResponse).not.toHaveBeenCalled();
  dialog.remove();
  await user.keyboard('j');
  expect(handlers.nextResponse).toHaveBeenCalledOnce();
});
