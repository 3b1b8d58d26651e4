import { COMMANDS, type CommandId, type Mode } from '../../keys/commands';
import type { DraftQuestion } from './draft';
import { draftKind } from './kinds/drafts';

/** Why an option's key will not work: another option of the list has it, a command does something else, or "unsure". */
export type Clash =
  | { with: 'option'; title: string }
  | { with: 'command'; id: CommandId }
  | { with: 'unsure' };

/** The clashes of a question's keys by option id; said at once, before anything is saved. */
export function clashes(question: DraftQuestion): ReadonlyMap<string, Clash> {
  const found = new Map<string, Clash>();
  for (const { options, mode, taken = [] } of draftKind(question.kind).keyed?.(question) ?? [])
    for (const { id, key } of options) {
      if (!key) continue;
      const other = options.find((each) => each.id !== id && each.key === key);
      const command = commandOf(key, mode);
      if (command) found.set(id, { with: 'command', id: command });
      else if (other) found.set(id, { with: 'option', title: other.title || String(other.value) });
      else if (taken.includes(key)) found.set(id, { with: 'unsure' });
    }
  return found;
}

/** The command that a plain key belongs to where it is pressed: in its mode, else on the whole screen. */
const commandOf = (key: string, mode: Mode): CommandId | undefined =>
  [...COMMANDS]
    .sort((one, other) => Number(other.mode === mode) - Number(one.mode === mode))
    .find(
      (each) =>
        (each.mode === mode || each.mode === 'item') && (each.keys as readonly string[]).includes(key),
    )?.id;
