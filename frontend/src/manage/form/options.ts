import type { ChoiceOption, Colour } from '../../api';
import { machineName, newId } from './names';

// Lists of options under the editor's hands: of choices, labels, tags, points of a scale. A list in, a list out.

export const COLOURS = [
  '',
  'gray',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
] as const satisfies readonly Colour[];
export const FEWEST_POINTS = 2;
export const MOST_POINTS = 11;
export const MOST_OPTIONS = 500;
/** Levels of a hierarchy, counted from 0 at the top. */
export const DEEPEST = 5;

export type DraftOption = {
  id: string;
  value: string | number;
  title: string;
  key: string;
  colour: Colour;
  description: string;
  /** The level in a hierarchy, 0 at the top: an option belongs to the nearest one before it that stands higher. */
  depth: number;
  /** Answers may hold this value already: it is shown, not edited. */
  fixed: boolean;
};
export type Options = readonly DraftOption[];

export const option = (
  value: string | number,
  title: string,
  more: Partial<DraftOption> = {},
): DraftOption => ({
  id: newId(),
  value,
  title,
  key: '',
  colour: '',
  description: '',
  depth: 0,
  fixed: false,
  ...more,
});

// From and to JSON

type Written<Value> = { value: Value; title?: string; key?: string; colour?: Colour; description?: string };

/** A hierarchy is read as a tree, each option below its parent; a parent stands before its children. */
export function readOptions(
  options: readonly (Written<string | number> & { parent?: string })[],
  fixed: boolean,
): DraftOption[] {
  const earlier = new Set<string>();
  const placed = options.map((each) => {
    const parent = each.parent && earlier.has(each.parent) ? each.parent : null;
    earlier.add(String(each.value));
    return { each, parent };
  });
  const below = (parent: string | null, depth: number): DraftOption[] =>
    placed
      .filter((row) => row.parent === parent)
      .flatMap(({ each: { value, title = String(value), key = '', colour = '', description = '' } }) => [
        option(value, title, { key, colour, description, depth: Math.min(depth, DEEPEST), fixed }),
        ...(earlier.size === options.length ? below(String(value), depth + 1) : []),
      ]);
  return below(null, 0);
}

export const writeOptions = (options: Options): ChoiceOption[] =>
  options.map(({ value, title, key, colour, description }, at) => {
    const parent = options[parentOf(options, at)];
    return {
      value: String(value),
      title,
      key,
      colour,
      description,
      ...(parent ? { parent: String(parent.value) } : {}),
    };
  });

/** Points of a scale: numbers, and only what is said about them. */
export const writePoints = (options: Options) =>
  options.map(({ value, title, key, colour, description }) => ({
    value: Number(value),
    title,
    ...(key ? { key } : {}),
    ...(colour ? { colour } : {}),
    ...(description ? { description } : {}),
  }));

// A tree as a list with depths

/** The place of the option above in the hierarchy; -1 at the top. */
export function parentOf(options: Options, at: number): number {
  const depth = options[at]?.depth ?? 0;
  for (let above = at - 1; above >= 0 && depth > 0; above--)
    if ((options[above]?.depth ?? 0) < depth) return above;
  return -1;
}

/** Where the options below this one end. */
function endOf(options: Options, at: number): number {
  const depth = options[at]?.depth ?? 0;
  let end = at + 1;
  while (end < options.length && (options[end]?.depth ?? 0) > depth) end++;
  return end;
}

/** Nobody stands more than one level below the one before. */
const settled = (options: Options): DraftOption[] => {
  let deepest = -1;
  return options.map((each) => {
    const depth = Math.min(each.depth, deepest + 1);
    deepest = depth;
    return depth === each.depth ? each : { ...each, depth };
  });
};

const placeOf = (options: Options, id: string): number => options.findIndex((each) => each.id === id);

export const isTree = (options: Options): boolean => options.some(({ depth }) => depth > 0);

export function canIndent(options: Options, id: string): boolean {
  const at = placeOf(options, id);
  const above = options[at - 1];
  const deepest = Math.max(...options.slice(at, endOf(options, at)).map(({ depth }) => depth));
  return at > 0 && (above?.depth ?? 0) >= (options[at]?.depth ?? 0) && deepest < DEEPEST;
}

/** One level below the option before it, with all that stands below. */
export function indent(options: Options, id: string): DraftOption[] {
  if (!canIndent(options, id)) return [...options];
  const at = placeOf(options, id);
  const end = endOf(options, at);
  return options.map((each, place) =>
    place >= at && place < end ? { ...each, depth: each.depth + 1 } : each,
  );
}

/** One level up, after everything that stands below its parent. */
export function outdent(options: Options, id: string): DraftOption[] {
  const at = placeOf(options, id);
  const parent = parentOf(options, at);
  if (parent < 0) return [...options];
  const [end, after] = [endOf(options, at), endOf(options, parent)];
  const moved = options.slice(at, end).map((each) => ({ ...each, depth: each.depth - 1 }));
  return [...options.slice(0, at), ...options.slice(end, after), ...moved, ...options.slice(after)];
}

/** Past its neighbour on the same level, with all that stands below. */
export function moveOption(options: Options, id: string, by: -1 | 1): DraftOption[] {
  const at = placeOf(options, id);
  const end = endOf(options, at);
  const depth = options[at]?.depth ?? 0;
  if (by > 0) {
    if (at < 0 || (options[end]?.depth ?? -1) !== depth) return [...options];
    const after = endOf(options, end);
    return [
      ...options.slice(0, at),
      ...options.slice(end, after),
      ...options.slice(at, end),
      ...options.slice(after),
    ];
  }
  let before = at - 1;
  while (before >= 0 && (options[before]?.depth ?? 0) > depth) before--;
  if (before < 0 || options[before]?.depth !== depth) return [...options];
  return [
    ...options.slice(0, before),
    ...options.slice(at, end),
    ...options.slice(before, at),
    ...options.slice(end),
  ];
}

/** Whether there is a neighbour of the same level to pass. */
export const canMove = (options: Options, id: string, by: -1 | 1): boolean =>
  moveOption(options, id, by).some((each, at) => each.id !== options[at]?.id);

/** Dropped before or after another, on that one's level. */
export function dropOption(
  options: Options,
  id: string,
  target: string,
  edge: 'before' | 'after',
): DraftOption[] {
  const at = placeOf(options, id);
  const end = endOf(options, at);
  const to = placeOf(options, target);
  if (at < 0 || to < 0 || (to >= at && to < end)) return [...options];
  const shift = (options[to]?.depth ?? 0) - (options[at]?.depth ?? 0);
  const block = options
    .slice(at, end)
    .map((each) => ({ ...each, depth: Math.min(DEEPEST, each.depth + shift) }));
  const rest = [...options.slice(0, at), ...options.slice(end)];
  const there = placeOf(rest, target);
  rest.splice(edge === 'before' ? there : endOf(rest, there), 0, ...block);
  return settled(rest);
}

// Adding, changing, removing

/** One more option; a scale grows by the next whole number. */
export function addOption(options: Options, words: string): DraftOption[] {
  const last = options.at(-1);
  if (typeof last?.value === 'number') return [...options, option(last.value + 1, '')];
  const taken = options.map((each) => String(each.value));
  return [...options, option(machineName(words, taken, 'option'), '', { depth: last?.depth ?? 0 })];
}

export const changeOption = (options: Options, id: string, change: Partial<DraftOption>): DraftOption[] =>
  options.map((each) => (each.id === id ? named(each, change, options) : each));

/** The stored value of a new choice follows its title until somebody types another one. */
function named(before: DraftOption, change: Partial<DraftOption>, options: Options): DraftOption {
  const after = { ...before, ...change };
  if (after.fixed || typeof after.value === 'number' || !change.title?.trim()) return after;
  const others = options.filter(({ id }) => id !== after.id).map(({ value }) => String(value));
  const follows = !before.title.trim() || before.value === machineName(before.title, others, 'option');
  return follows ? { ...after, value: machineName(change.title, others, 'option') } : after;
}

/** Without the option; what stood below it takes its level. */
export function removeOption(options: Options, id: string): DraftOption[] {
  const at = placeOf(options, id);
  if (at < 0) return [...options];
  const end = endOf(options, at);
  return options.flatMap((each, place) =>
    place === at ? [] : [place > at && place < end ? { ...each, depth: each.depth - 1 } : each],
  );
}

/** Puts an option back where it was, or as near as the list allows. */
export const putBack = (options: Options, gone: DraftOption, at: number): DraftOption[] =>
  placeOf(options, gone.id) >= 0
    ? [...options]
    : settled([...options.slice(0, at), gone, ...options.slice(at)]);

/** The points of a scale counted from another number; fixed ones stay. */
export const countFrom = (options: Options, first: number): DraftOption[] =>
  options.some(({ fixed }) => fixed)
    ? [...options]
    : options.map((each, at) => ({ ...each, value: first + at }));

// Many at once

/**
 * Options from pasted lines, one a line. `>` or Tab lead a level down: `Animal > Dog` names the way, and a line that
 * begins with a Tab goes on below the line before it. A flat list takes each line as it is.
 */
export function pasteOptions(options: Options, text: string, hierarchy: boolean): DraftOption[] {
  const tree = treeOf(options);
  let before: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.trim()) continue;
    const path = hierarchy ? pathOf(line, before) : [tidy(line)];
    before = path;
    grow(tree, path.slice(0, DEEPEST + 1));
  }
  const taken = options.map(({ value }) => String(value));
  const flat = (branches: readonly Branch[], depth: number): DraftOption[] =>
    branches.flatMap(({ title, own, below }) => {
      const made = own ?? option(machineName(title, taken, 'option'), title, { depth });
      if (!own) taken.push(String(made.value));
      return [made, ...flat(below, depth + 1)];
    });
  return flat(tree, 0).slice(0, Math.max(MOST_OPTIONS, options.length));
}

type Branch = { title: string; own?: DraftOption; below: Branch[] };

const tidy = (title: string): string => title.trim().replace(/\s+/g, ' ').slice(0, 200);

function pathOf(line: string, before: readonly string[]): string[] {
  const cells = line.split(/\t|>/).map(tidy);
  const empty = cells.findIndex((cell) => cell !== '');
  return [...before.slice(0, empty), ...cells.slice(empty).filter((cell) => cell !== '')];
}

function treeOf(options: Options): Branch[] {
  const top: Branch[] = [];
  const path: Branch[] = [];
  for (const own of options) {
    const branch: Branch = { title: own.title, own, below: [] };
    (own.depth > 0 ? (path[own.depth - 1]?.below ?? top) : top).push(branch);
    path[own.depth] = branch;
  }
  return top;
}

function grow(branches: Branch[], [title, ...rest]: readonly string[]): void {
  if (title === undefined) return;
  let branch = branches.find((each) => each.title === title);
  if (!branch) {
    branch = { title, below: [] };
    branches.push(branch);
  }
  grow(branch.below, rest);
}
