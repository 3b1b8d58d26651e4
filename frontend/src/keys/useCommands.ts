import { useEffect, useRef } from 'react';
import { chordOf, isControl, isWriting, plainKeyOf } from './chord';
import { type CommandId, commandFor } from './commands';
import { singleKeys } from './preference';

/** Does a command; false when it means nothing now, and the browser may have the key. */
export type Handlers = Partial<Record<CommandId, () => unknown>>;

/**
 * Hands key presses to commands, and plain letters and digits to `onKey`. Nothing happens while somebody writes in a
 * field (but for chords with Ctrl or ⌘, and Escape, which leaves the field), in a dialogue or in an open menu.
 */
export function useCommands(enabled: boolean, handlers: Handlers, onKey: (key: string) => boolean): void {
  // Read at the moment of the press: a rendered copy would be one key behind fast typing.
  const latest = useRef({ handlers, onKey });
  latest.current = { handlers, onKey };
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      if (handle(event, latest.current.handlers, latest.current.onKey)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [enabled]);
}

function handle(event: KeyboardEvent, handlers: Handlers, onKey: (key: string) => boolean): boolean {
  if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return false;
  if (document.querySelector('dialog[open], :popover-open')) return false;
  const chord = chordOf(event);
  const strong = chord.startsWith('Mod+');
  const run = (command: CommandId | undefined): boolean => {
    const handler = command && handlers[command];
    if (!handler) return false;
    // A key held down must not submit a row of items.
    if (event.repeat && (command === 'submit' || command === 'skip')) return true;
    return handler() !== false;
  };
  if (isWriting(event.target)) {
    if (strong) return run(commandFor(chord));
    return chord === 'Escape' && run('leaveField');
  }
  if (!strong && chord !== 'Escape' && !chord.startsWith('Alt+') && !singleKeys.get()) return false;
  if (belongsToElement(event.target, chord)) return false;
  const plain = plainKeyOf(event);
  return (
    run(commandFor(chord)) || (plain !== null && !event.repeat && (onKey(plain) || run(commandFor(plain))))
  );
}

/** Keys that mean something for the focused element: Enter on a button, arrows in a radio group, arrows in a scroller. */
function belongsToElement(target: EventTarget | null, chord: string): boolean {
  const enterOrSpace = chord === 'Enter' || chord === 'Space' || chord === 'Shift+Space';
  if (enterOrSpace && isControl(target)) return true;
  if (target instanceof HTMLInputElement)
    return chord === 'Space' || (target.type === 'radio' && chord.startsWith('Arrow'));
  const scroller =
    target instanceof HTMLElement && (target.dataset.scrolls !== undefined || target.tagName === 'PRE');
  return scroller && /^(Arrow(Up|Down)|Page|(Shift\+)?Space)/.test(chord);
}
