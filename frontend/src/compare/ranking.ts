import type { RankingValue } from '../api/types';

type Ranks = RankingValue['ranks'];

/** The place of each response, those of a tie sharing the middle of theirs: A > B = C gives 1, 2.5, 2.5. */
export function placesOf(ranks: Ranks): Map<string, number> {
  const places = new Map<string, number>();
  let before = 0;
  for (const rank of ranks) {
    for (const id of rank) places.set(id, before + (rank.length + 1) / 2);
    before += rank.length;
  }
  return places;
}

/** The order of all orders: by mean place; responses of one mean are tied. What nobody ranked is left out. */
export function together(orders: readonly Ranks[]): Ranks {
  const all = orders.map(placesOf);
  const ids = [...new Set(orders.flat(2))];
  const means = ids.map((id) => {
    const given = all.flatMap((places) => places.get(id) ?? []);
    return { id, mean: given.reduce((sum, place) => sum + place, 0) / given.length };
  });
  const levels = [...new Set(means.map(({ mean }) => mean))].sort((one, other) => one - other);
  return levels.map((level) => means.filter(({ mean }) => mean === level).map(({ id }) => id));
}

/** By how many places a response stands higher (above 0) or lower than in another order; halves are rounded away. */
export function moved(id: string, ranks: Ranks, other: Ranks): number {
  const [here, there] = [placesOf(ranks).get(id), placesOf(other).get(id)];
  return here === undefined || there === undefined ? 0 : Math.trunc(there - here) + 0;
}
