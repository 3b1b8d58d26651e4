import { capsOf } from './chord';
import { type CommandId, keysOf } from './commands';

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

/** The first key of a command, as a hint on its button. */
export function KeyHint({ command }: { command: CommandId }) {
  const [first] = keysOf(command);
  return first ? <Caps chord={first} /> : null;
}
