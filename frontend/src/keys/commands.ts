/**
 * The one table of commands. It drives the handler, the help sheet, the hints on buttons and the reserved keys of
 * options; a unit test checks it for conflicts. Names are in the `label` namespace under `keys`.
 */
export const COMMANDS = [
  { id: 'submit', keys: ['Mod+Enter', 'Enter'], group: 'item' },
  { id: 'skip', keys: ['Mod+Shift+Enter'], group: 'item' },
  { id: 'nextResponse', keys: ['j', 'ArrowDown'], group: 'responses' },
  { id: 'previousResponse', keys: ['k', 'ArrowUp'], group: 'responses' },
  { id: 'nextQuestion', keys: [']', 'ArrowRight'], group: 'answers' },
  { id: 'previousQuestion', keys: ['[', 'ArrowLeft'], group: 'answers' },
  { id: 'rankUp', keys: ['Alt+ArrowUp'], group: 'answers' },
  { id: 'rankDown', keys: ['Alt+ArrowDown'], group: 'answers' },
  { id: 'tie', keys: ['='], group: 'answers' },
  { id: 'clear', keys: ['Backspace'], group: 'answers' },
  { id: 'write', keys: ['e'], group: 'answers' },
  { id: 'leaveField', keys: ['Escape'], group: 'answers' },
  { id: 'scrollDown', keys: ['Space', 'PageDown'], group: 'view' },
  { id: 'scrollUp', keys: ['Shift+Space', 'PageUp'], group: 'view' },
  { id: 'layout', keys: ['w'], group: 'view' },
  { id: 'raw', keys: ['r'], group: 'view' },
  { id: 'zoom', keys: ['z'], group: 'view' },
  { id: 'guidelines', keys: ['g'], group: 'view' },
  { id: 'help', keys: ['?'], group: 'view' },
] as const satisfies readonly { id: string; keys: readonly string[]; group: CommandGroup }[];

export type CommandGroup = 'item' | 'responses' | 'answers' | 'view';
export const GROUPS: readonly CommandGroup[] = ['item', 'responses', 'answers', 'view'];
export type CommandId = (typeof COMMANDS)[number]['id'];

/** Plain characters that belong to commands; options of a form get other keys. */
export const RESERVED_KEYS: readonly string[] = COMMANDS.flatMap(({ keys }) =>
  keys.filter((key: string) => key.length === 1),
);

const BY_CHORD = new Map<string, CommandId>(
  COMMANDS.flatMap(({ id, keys }) => keys.map((key) => [key, id] as const)),
);
export const commandFor = (chord: string): CommandId | undefined => BY_CHORD.get(chord);
export const keysOf = (id: CommandId): readonly string[] =>
  COMMANDS.find((command) => command.id === id)?.keys ?? [];
