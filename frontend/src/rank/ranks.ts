/**
 * An order with ties: one list of ids per rank, best first. While somebody is typing digits the list may have holes
 * (a 2 before any 1); `dense` closes them, and only dense orders are sent.
 */
export type Ranks = readonly (readonly string[])[];

/** Without empty ranks: 1, 1, 2, 3 and never 1, 1, 3. */
export const dense = (ranks: Ranks): string[][] =>
  ranks.filter((rank) => rank.length > 0).map((rank) => [...rank]);

/** The rank of an id as people say it, 1 is best; undefined while it has none. Holes are not counted. */
export function rankOf(ranks: Ranks, id: string): number | undefined {
  const at = dense(ranks).findIndex((rank) => rank.includes(id));
  return at < 0 ? undefined : at + 1;
}

export const placed = (ranks: Ranks, ids: readonly string[]): boolean =>
  ids.every((id) => ranks.some((rank) => rank.includes(id)));

export const isTied = (ranks: Ranks, id: string): boolean =>
  ranks.some((rank) => rank.length > 1 && rank.includes(id));

export const remove = (ranks: Ranks, id: string): string[][] =>
  withoutTail(ranks.map((rank) => rank.filter((each) => each !== id)));

/** Gives an id the rank that was typed (from 1), beside whoever has it. Holes stay, so that "2 1 1 3" can be typed from left to right. */
export function assign(ranks: Ranks, id: string, rank: number): string[][] {
  const next = remove(ranks, id);
  while (next.length < rank) next.push([]);
  next[rank - 1]?.push(id);
  return next;
}

/** As `assign`, where no two may share a rank: whoever stood there takes the place that is left, or none. */
export function assignAlone(ranks: Ranks, id: string, rank: number): string[][] {
  const before = ranks.findIndex((each) => each.includes(id)) + 1;
  const others = (ranks[rank - 1] ?? []).filter((each) => each !== id);
  let next = ranks.map((each) => [...each]);
  for (const other of others) next = remove(next, other);
  next = assign(next, id, rank);
  for (const other of others) if (before > 0) next = assign(next, other, before);
  return next;
}

/** A rank of its own for the id, at a gap of the dense order: gap 0 is before the first rank, gap n after the n-th. */
export function insert(ranks: Ranks, id: string, gap: number): string[][] {
  const order = dense(ranks);
  const next: string[][] = [];
  for (const [at, rank] of order.entries()) {
    if (at === gap) next.push([id]);
    next.push(rank.filter((each) => each !== id));
  }
  if (gap >= order.length) next.push([id]);
  return dense(next);
}

/** Beside the ids of a rank of the dense order (from 1). */
export function join(ranks: Ranks, id: string, rank: number): string[][] {
  const order = dense(ranks);
  return dense(
    order.map((each, at) => [...each.filter((other) => other !== id), ...(at === rank - 1 ? [id] : [])]),
  );
}

/** One step up (-1) or down (+1): out of a tie into a rank of its own, or past the neighbouring rank. */
export function shift(ranks: Ranks, id: string, by: -1 | 1): string[][] {
  const rank = rankOf(ranks, id);
  if (rank === undefined) return dense(ranks);
  const gap = isTied(dense(ranks), id) ? (by < 0 ? rank - 1 : rank) : by < 0 ? rank - 2 : rank + 1;
  return insert(ranks, id, Math.max(0, gap));
}

/** Shares the rank above; the first rank stays as it is. */
export function tieWithAbove(ranks: Ranks, id: string): string[][] {
  const rank = rankOf(ranks, id);
  return rank === undefined || rank === 1 ? dense(ranks) : join(ranks, id, rank - 1);
}

function withoutTail(ranks: string[][]): string[][] {
  let length = ranks.length;
  while (length > 0 && ranks[length - 1]?.length === 0) length--;
  return ranks.slice(0, length);
}
