import { Signal } from '../queue/signal';

/**
 * The one table of commands. It drives the handler, the help sheet, the command palette, the hints on buttons and the
 * reserved keys of options; a unit test checks it for conflicts. Names are in the `label` namespace under `keys`.
 *
 * `item` is the mode of the whole screen. The others are on while the focus is in what they are named for: a text that
 * is being marked, a picture, a dialogue that is being written, a page of many items. There a key means what its mode
 * says, and what the mode does not say it means as on the whole screen. Only chords with Mod reach a text field.
 */
export const COMMANDS = [
  { id: 'submit', keys: ['Mod+Enter', 'Enter'], group: 'item', mode: 'item' },
  { id: 'skip', keys: ['Mod+Shift+Enter'], group: 'item', mode: 'item' },
  { id: 'takeBack', keys: ['Mod+Backspace'], group: 'item', mode: 'item' },
  { id: 'comment', keys: ['c'], group: 'item', mode: 'item' },
  { id: 'flag', keys: ['f'], group: 'item', mode: 'item' },
  { id: 'previousDone', keys: [], group: 'item', mode: 'item' },
  { id: 'nextResponse', keys: ['j', 'ArrowDown'], group: 'responses', mode: 'item' },
  { id: 'previousResponse', keys: ['k', 'ArrowUp'], group: 'responses', mode: 'item' },
  { id: 'nextQuestion', keys: [']', 'ArrowRight'], group: 'answers', mode: 'item' },
  { id: 'previousQuestion', keys: ['[', 'ArrowLeft'], group: 'answers', mode: 'item' },
  { id: 'rankUp', keys: ['Alt+ArrowUp'], group: 'answers', mode: 'item' },
  { id: 'rankDown', keys: ['Alt+ArrowDown'], group: 'answers', mode: 'item' },
  { id: 'tie', keys: ['='], group: 'answers', mode: 'item' },
  { id: 'clear', keys: ['Backspace'], group: 'answers', mode: 'item' },
  { id: 'write', keys: ['e'], group: 'answers', mode: 'item' },
  { id: 'mark', keys: ['s'], group: 'answers', mode: 'item' },
  { id: 'suggestions', keys: ['i'], group: 'answers', mode: 'item' },
  { id: 'accept', keys: ['a'], group: 'answers', mode: 'item' },
  { id: 'leaveField', keys: ['Escape'], group: 'answers', mode: 'item' },
  { id: 'scrollDown', keys: ['Space', 'PageDown'], group: 'view', mode: 'item' },
  { id: 'scrollUp', keys: ['Shift+Space', 'PageUp'], group: 'view', mode: 'item' },
  { id: 'layout', keys: ['w'], group: 'view', mode: 'item' },
  { id: 'together', keys: [], group: 'view', mode: 'item' },
  { id: 'fold', keys: ['\\'], group: 'view', mode: 'item' },
  { id: 'differences', keys: ['d'], group: 'view', mode: 'item' },
  { id: 'raw', keys: ['r'], group: 'view', mode: 'item' },
  { id: 'zoom', keys: ['z'], group: 'view', mode: 'item' },
  { id: 'guidelines', keys: ['g'], group: 'view', mode: 'item' },
  { id: 'bulk', keys: [], group: 'view', mode: 'item' },
  { id: 'palette', keys: ['Mod+k'], group: 'view', mode: 'item' },
  { id: 'settings', keys: [], group: 'view', mode: 'item' },
  { id: 'help', keys: ['?'], group: 'view', mode: 'item' },

  { id: 'wordRight', keys: ['ArrowRight'], group: 'spans', mode: 'spans' },
  { id: 'wordLeft', keys: ['ArrowLeft'], group: 'spans', mode: 'spans' },
  { id: 'lineDown', keys: ['ArrowDown'], group: 'spans', mode: 'spans' },
  { id: 'lineUp', keys: ['ArrowUp'], group: 'spans', mode: 'spans' },
  { id: 'extendRight', keys: ['Shift+ArrowRight'], group: 'spans', mode: 'spans' },
  { id: 'extendLeft', keys: ['Shift+ArrowLeft'], group: 'spans', mode: 'spans' },
  { id: 'characterRight', keys: ['Alt+ArrowRight'], group: 'spans', mode: 'spans' },
  { id: 'characterLeft', keys: ['Alt+ArrowLeft'], group: 'spans', mode: 'spans' },
  { id: 'extendCharacterRight', keys: ['Alt+Shift+ArrowRight'], group: 'spans', mode: 'spans' },
  { id: 'extendCharacterLeft', keys: ['Alt+Shift+ArrowLeft'], group: 'spans', mode: 'spans' },
  { id: 'nextSpan', keys: ['n'], group: 'spans', mode: 'spans' },
  { id: 'previousSpan', keys: ['p'], group: 'spans', mode: 'spans' },
  { id: 'removeSpan', keys: ['Delete', 'Backspace'], group: 'spans', mode: 'spans' },

  { id: 'selectTool', keys: ['v'], group: 'regions', mode: 'regions' },
  { id: 'boxTool', keys: ['b'], group: 'regions', mode: 'regions' },
  { id: 'rotatedBoxTool', keys: ['t'], group: 'regions', mode: 'regions' },
  { id: 'polygonTool', keys: ['p'], group: 'regions', mode: 'regions' },
  { id: 'pointTool', keys: ['o'], group: 'regions', mode: 'regions' },
  { id: 'lineTool', keys: ['l'], group: 'regions', mode: 'regions' },
  { id: 'place', keys: ['Space'], group: 'regions', mode: 'regions' },
  { id: 'finishShape', keys: ['Enter'], group: 'regions', mode: 'regions' },
  { id: 'cancelShape', keys: ['Escape'], group: 'regions', mode: 'regions' },
  { id: 'nextRegion', keys: ['n'], group: 'regions', mode: 'regions' },
  { id: 'previousRegion', keys: ['m'], group: 'regions', mode: 'regions' },
  { id: 'moveUp', keys: ['ArrowUp'], group: 'regions', mode: 'regions' },
  { id: 'moveDown', keys: ['ArrowDown'], group: 'regions', mode: 'regions' },
  { id: 'moveLeft', keys: ['ArrowLeft'], group: 'regions', mode: 'regions' },
  { id: 'moveRight', keys: ['ArrowRight'], group: 'regions', mode: 'regions' },
  { id: 'moveUpFar', keys: ['Shift+ArrowUp'], group: 'regions', mode: 'regions' },
  { id: 'moveDownFar', keys: ['Shift+ArrowDown'], group: 'regions', mode: 'regions' },
  { id: 'moveLeftFar', keys: ['Shift+ArrowLeft'], group: 'regions', mode: 'regions' },
  { id: 'moveRightFar', keys: ['Shift+ArrowRight'], group: 'regions', mode: 'regions' },
  { id: 'taller', keys: ['Alt+ArrowDown'], group: 'regions', mode: 'regions' },
  { id: 'flatter', keys: ['Alt+ArrowUp'], group: 'regions', mode: 'regions' },
  { id: 'wider', keys: ['Alt+ArrowRight'], group: 'regions', mode: 'regions' },
  { id: 'narrower', keys: ['Alt+ArrowLeft'], group: 'regions', mode: 'regions' },
  { id: 'turnLeft', keys: [','], group: 'regions', mode: 'regions' },
  { id: 'turnRight', keys: ['.'], group: 'regions', mode: 'regions' },
  { id: 'copyRegion', keys: ['Mod+d'], group: 'regions', mode: 'regions' },
  { id: 'forward', keys: ['PageUp'], group: 'regions', mode: 'regions' },
  { id: 'backward', keys: ['PageDown'], group: 'regions', mode: 'regions' },
  { id: 'removeRegion', keys: ['Delete', 'Backspace'], group: 'regions', mode: 'regions' },
  { id: 'zoomIn', keys: ['+', '='], group: 'regions', mode: 'regions' },
  { id: 'zoomOut', keys: ['-'], group: 'regions', mode: 'regions' },
  { id: 'zoomFit', keys: ['0'], group: 'regions', mode: 'regions' },
  { id: 'undo', keys: ['Mod+z'], group: 'regions', mode: 'regions' },
  { id: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], group: 'regions', mode: 'regions' },

  { id: 'addResponse', keys: ['Mod+Alt+r'], group: 'dialogue', mode: 'dialogue' },
  { id: 'addTurn', keys: ['Mod+Alt+t'], group: 'dialogue', mode: 'dialogue' },
  { id: 'responseUp', keys: ['Mod+Alt+ArrowUp'], group: 'dialogue', mode: 'dialogue' },
  { id: 'responseDown', keys: ['Mod+Alt+ArrowDown'], group: 'dialogue', mode: 'dialogue' },
  { id: 'tieResponse', keys: ['Mod+Alt+='], group: 'dialogue', mode: 'dialogue' },
  { id: 'removeResponse', keys: ['Mod+Alt+Backspace'], group: 'dialogue', mode: 'dialogue' },

  { id: 'nextItem', keys: ['j', 'ArrowDown'], group: 'bulk', mode: 'bulk' },
  { id: 'previousItem', keys: ['k', 'ArrowUp'], group: 'bulk', mode: 'bulk' },
  { id: 'submitCard', keys: ['Enter'], group: 'bulk', mode: 'bulk' },
  { id: 'submitAll', keys: ['Mod+Enter'], group: 'bulk', mode: 'bulk' },

  { id: 'judgeAccept', keys: ['a'], group: 'judge', mode: 'judge' },
  { id: 'judgeAcceptAll', keys: ['Alt+a'], group: 'judge', mode: 'judge' },
  { id: 'judgeCorrect', keys: ['e'], group: 'judge', mode: 'judge' },
  { id: 'judgeReturn', keys: ['r'], group: 'judge', mode: 'judge' },
  { id: 'judgeReject', keys: ['x'], group: 'judge', mode: 'judge' },
  { id: 'judgeRemark', keys: ['c'], group: 'judge', mode: 'judge' },
  { id: 'judgeNext', keys: ['n', 'Enter'], group: 'judge', mode: 'judge' },
  { id: 'nextCard', keys: ['j'], group: 'judge', mode: 'judge' },
  { id: 'previousCard', keys: ['k'], group: 'judge', mode: 'judge' },
  { id: 'nextPerson', keys: [']'], group: 'judge', mode: 'judge' },
  { id: 'previousPerson', keys: ['['], group: 'judge', mode: 'judge' },
  { id: 'takeNothing', keys: ['Backspace'], group: 'judge', mode: 'judge' },
] as const satisfies readonly { id: string; keys: readonly string[]; group: CommandGroup; mode: Mode }[];

export type Mode = 'item' | 'spans' | 'regions' | 'dialogue' | 'bulk' | 'suggestions' | 'judge';
export type CommandGroup =
  | 'item'
  | 'responses'
  | 'answers'
  | 'view'
  | 'spans'
  | 'regions'
  | 'dialogue'
  | 'bulk'
  | 'judge';
export const GROUPS: readonly CommandGroup[] = [
  'item',
  'responses',
  'answers',
  'view',
  'spans',
  'regions',
  'dialogue',
  'bulk',
  'judge',
];
export type CommandId = (typeof COMMANDS)[number]['id'];

type Row = { id: CommandId; keys: readonly string[]; group: CommandGroup; mode: Mode };
export type Overrides = Readonly<Partial<Record<CommandId, readonly string[]>>>;
type Bindings = { keys: ReadonlyMap<CommandId, readonly string[]>; byChord: ReadonlyMap<string, CommandId> };

/** Which keys are whose now: the table, with what the person chose instead. */
export const bindings = new Signal<Bindings>(bindingsFor({}));

function bindingsFor(overrides: Overrides): Bindings {
  const rows: readonly Row[] = COMMANDS;
  const keys = new Map(rows.map(({ id, keys }) => [id, overrides[id] ?? keys] as const));
  const byChord = new Map(
    rows.flatMap(({ id, mode }) => (keys.get(id) ?? []).map((key) => [`${mode} ${key}`, id] as const)),
  );
  return { keys, byChord };
}

/** Puts a person's own keys in force. Commands that this build does not know keep their place for one that does. */
export function takeKeys(chosen: Readonly<Record<string, readonly string[]>>): void {
  bindings.set(bindingsFor(chosen as Overrides));
}

/** Plain characters that belong to commands in a mode; options of a form get other keys there. */
export const reservedIn = (mode: Mode): readonly string[] =>
  COMMANDS.filter((command) => command.mode === 'item' || command.mode === mode).flatMap(({ id }) =>
    keysOf(id).filter((key) => key.length === 1),
  );
export const commandFor = (chord: string, mode: Mode): CommandId | undefined =>
  bindings.get().byChord.get(`${mode} ${chord}`);
export const keysOf = (id: CommandId): readonly string[] => bindings.get().keys.get(id) ?? [];
