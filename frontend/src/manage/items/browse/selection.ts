import type { Chosen, Query } from './types';

/** The rows that are ticked, or everything that the filter finds, also what has not been fetched. */
export type Selection = { all: true } | { all: false; ids: ReadonlySet<string> };

export const NONE: Selection = { all: false, ids: new Set() };
export const ALL: Selection = { all: true };

export const holds = (selection: Selection, id: string): boolean => selection.all || selection.ids.has(id);
export const isEmpty = (selection: Selection): boolean => !selection.all && selection.ids.size === 0;

/**
 * Ticks or unticks rows. Unticking one of "all" leaves the other ones that can be seen: nobody may change thousands of
 * items unseen after saying that one of them is not meant.
 */
export function marked(
  selection: Selection,
  ids: readonly string[],
  on: boolean,
  loaded: readonly string[],
): Selection {
  if (selection.all && on) return selection;
  const next = new Set(selection.all ? loaded : selection.ids);
  for (const id of ids)
    if (on) next.add(id);
    else next.delete(id);
  return { all: false, ids: next };
}

/** The rows from one to another, whichever comes first: a press with Shift. */
export function between(loaded: readonly string[], from: string | null, to: string): string[] {
  const [start, end] = [from === null ? -1 : loaded.indexOf(from), loaded.indexOf(to)];
  if (start < 0 || end < 0) return [to];
  return loaded.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** What is chosen, as the API takes it. */
export const chosen = (selection: Selection, filters: Query): Chosen =>
  selection.all ? { query: filters } : { ids: [...selection.ids] };
