import { useSyncExternalStore } from 'react';
import { capsOf } from './chord';
import { bindings, type CommandId } from './commands';

/** The caps of a chord. */
export function Caps({ chord }: { chord: string }) {
  const caps = capsOf(chord);
  return (
    <span aria-hidden style={{ whiteSpace: 'nowrap' }}>
      {caps.map((cap, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chord never changes its order
        <kbd key={at}>{cap}</kbd>
      ))}
    </span>
  );
}

const NONE: readonly string[] = [];
/** The keys of a command, the person's own where they chose some. */
export const useKeys = (command: CommandId): readonly string[] =>
  useSyncExternalStore(bindings.subscribe, bindings.get).keys.get(command) ?? NONE;

/** The first key of a command, as a hint on its button. */
export function KeyHint({ command }: { command: CommandId }) {
  const [first] = useKeys(command);
  return first ? <Caps chord={first} /> : null;
}

/** `Guidelines (G)`: what a button does and its key, for its tooltip. */
export function useHint(command: CommandId, name: string): string {
  const [first] = useKeys(command);
  return first ? `${name} (${capsOf(first).join(' ')})` : name;
}
