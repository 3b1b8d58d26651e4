import { useLayoutEffect, useRef } from 'react';
import { chordOf, isControl, isWriting, plainKeyOf } from './chord';
import { type CommandId, commandFor, type Mode } from './commands';
import { singleKeys } from './preference';

/** Does a command; false when it means nothing now, and the browser may have the key. */
export type Handlers = Partial<Record<CommandId, () => unknown>>;
type Layer = { mode: Mode; handlers: Handlers; onKey: (key: string) => boolean };
const NO_KEY = () => false;

/** Who listens, the whole screen first and what has the focus last, which is asked first. */
const layers: { current: Layer }[] = [];

/**
 * Hands key presses to commands, and plain letters and digits to `onKey`. Nothing happens while somebody writes in a
 * field (but for chords with Ctrl or ⌘, and Escape, which leaves the field), in a dialogue or in an open menu.
 */
export function useCommands(enabled: boolean, handlers: Handlers, onKey: (key: string) => boolean): void {
  useLayer(enabled, { mode: 'item', handlers, onKey });
  // In the same moment in which a dialogue goes, so that no key is lost in between.
  useLayoutEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      if (handle(event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [enabled]);
}

/** The commands of a mode, while `enabled`: as long as the focus is in what the mode is for. */
export function useMode(
  mode: Mode,
  enabled: boolean,
  handlers: Handlers,
  onKey: (key: string) => boolean = NO_KEY,
): void {
  useLayer(enabled, { mode, handlers, onKey });
}

/** What can be done at this moment, by command; what has the focus comes before the whole screen. */
export function liveCommands(): ReadonlyMap<CommandId, () => unknown> {
  const live = new Map<CommandId, () => unknown>();
  for (const layer of layers)
    for (const id of Object.keys(layer.current.handlers) as CommandId[])
      live.set(id, () => layer.current.handlers[id]?.());
  return live;
}

function useLayer(enabled: boolean, layer: Layer): void {
  // Read at the moment of the press: a rendered copy would be one key behind fast typing.
  const latest = useRef(layer);
  latest.current = layer;
  useLayoutEffect(() => {
    if (!enabled) return;
    if (latest.current.mode === 'item') layers.unshift(latest);
    else layers.push(latest);
    return () => {
      layers.splice(layers.indexOf(latest), 1);
    };
  }, [enabled]);
}

function handle(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return false;
  if (document.querySelector('dialog[open], :popover-open')) return false;
  return layers.toReversed().some(({ current }) => handleIn(event, current));
}

function handleIn(event: KeyboardEvent, { mode, handlers, onKey }: Layer): boolean {
  const chord = chordOf(event);
  const strong = chord.startsWith('Mod+');
  const run = (command: CommandId | undefined): boolean => {
    const handler = command && handlers[command];
    if (!handler) return false;
    // A key held down must not submit a row of items.
    if (event.repeat && (command === 'submit' || command === 'skip' || command === 'takeBack')) return true;
    return handler() !== false;
  };
  if (isWriting(event.target)) {
    if (strong) return !editsText(event) && run(commandFor(chord, mode));
    return chord === 'Escape' && run(commandFor(chord, mode));
  }
  if (!strong && chord !== 'Escape' && !chord.startsWith('Alt+') && !singleKeys.get()) return false;
  if (belongsToElement(event.target, chord, mode)) return false;
  const plain = plainKeyOf(event);
  return (
    run(commandFor(chord, mode)) ||
    (plain !== null && !event.repeat && (onKey(plain) || run(commandFor(plain, mode))))
  );
}

/** Chords that every text field understands by itself: taking back a word, a letter. */
const editsText = ({ key, altKey }: KeyboardEvent): boolean =>
  !altKey && /^(z|y|a|x|c|v|Backspace|Delete)$/i.test(key);

/** Keys that mean something for the focused element: Enter on a button, arrows in a radio group, arrows in a scroller. */
function belongsToElement(target: EventTarget | null, chord: string, mode: Mode): boolean {
  const enterOrSpace = chord === 'Enter' || chord === 'Space' || chord === 'Shift+Space';
  if (enterOrSpace && isControl(target)) return true;
  if (target instanceof HTMLInputElement)
    return chord === 'Space' || (target.type === 'radio' && chord.startsWith('Arrow'));
  if (mode !== 'item') return false;
  const scroller =
    target instanceof HTMLElement && (target.dataset.scrolls !== undefined || target.tagName === 'PRE');
  return scroller && /^(Arrow(Up|Down)|Page|(Shift\+)?Space)/.test(chord);
}
