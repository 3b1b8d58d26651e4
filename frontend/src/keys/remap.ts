import { preferences } from '../ui/preferences';
import { COMMANDS, type CommandId, commandFor, type Mode } from './commands';

/** Escape always leads out of a field, and browsers and systems keep some chords for themselves. */
const FIXED: ReadonlySet<CommandId> = new Set(['leaveField']);
const THEIRS = new Set(
  'Mod+t Mod+w Mod+n Mod+r Mod+l Mod+f Mod+p Mod+s Mod+Tab Mod+Shift+t Mod+Shift+w Mod+Shift+n Alt+ArrowLeft Alt+ArrowRight Alt+F4 F1 F3 F5 F6 F11 F12 Tab Shift+Tab Escape Shift Control Alt Meta AltGraph CapsLock Dead Process Unidentified'.split(
    ' ',
  ),
);

export type Refusal =
  | { reason: 'fixed' | 'browser' | 'digit' | 'writing' }
  | { reason: 'taken'; by: CommandId };

const modeOf = (id: CommandId): Mode => COMMANDS.find((command) => command.id === id)?.mode ?? 'item';
export const canChange = (id: CommandId): boolean => !FIXED.has(id);

/** Why a chord cannot be a command's key; null when it can. In a mode a chord has one meaning. */
export function refusalOf(id: CommandId, chord: string): Refusal | null {
  if (!canChange(id)) return { reason: 'fixed' };
  const last = chord.split(/\+(?=.)/).at(-1) ?? '';
  if (THEIRS.has(chord) || THEIRS.has(last)) return { reason: 'browser' };
  // Digits answer questions, on every screen that has some.
  if (/^[0-9]$/.test(chord) && modeOf(id) !== 'regions') return { reason: 'digit' };
  // A dialogue is written nearly all the time: a bare key would be text.
  if (modeOf(id) === 'dialogue' && !chord.startsWith('Mod+')) return { reason: 'writing' };
  const by = commandFor(chord, modeOf(id));
  return by && by !== id ? { reason: 'taken', by } : null;
}

const chosen = () => preferences.get().keys ?? {};
export const isChanged = (id: CommandId): boolean => chosen()[id] !== undefined;

/** Gives a command one key of the person's own in place of all it had; `null` takes the product's keys again. */
export function remap(id: CommandId, chord: string | null): Refusal | null {
  const refusal = chord === null ? conflictOnReset(id) : refusalOf(id, chord);
  if (refusal) return refusal;
  const { [id]: _, ...rest } = chosen();
  preferences.set({ keys: chord === null ? rest : { ...rest, [id]: [chord] } });
  return null;
}
export const resetKeys = (): void => preferences.set({ keys: {} });

/** The product's own keys may be another command's by now. */
function conflictOnReset(id: CommandId): Refusal | null {
  const keys: readonly string[] = COMMANDS.find((command) => command.id === id)?.keys ?? [];
  for (const key of keys) {
    const by = commandFor(key, modeOf(id));
    if (by && by !== id) return { reason: 'taken', by };
  }
  return null;
}
