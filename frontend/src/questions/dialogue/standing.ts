import type { WrittenTurn } from '../../api/types';
import { isTied, rankOf } from '../../rank/ranks';
import { continuing, letterIn } from './rules';

/** Where a response stands among those of its turn: all that its card needs to know of them. */
export type Standing = {
  turn: string;
  letter: string;
  rank: number;
  /** Whether no rank is below its own. */
  last: boolean;
  tied: boolean;
  /** Its place in its tie, so that the cards of a rank are drawn as one group. */
  group: 'first' | 'middle' | 'last' | undefined;
  /** Whether there are others. */
  many: boolean;
  /** Whether the next turn goes on from it. */
  goesOn: boolean;
};

export function standingOf(turn: WrittenTurn, id: string): Standing {
  const rank = rankOf(turn.ranks, id) ?? 1;
  return {
    turn: turn.id,
    letter: letterIn(turn, id),
    rank,
    last: rank === turn.ranks.length,
    tied: isTied(turn.ranks, id),
    group: groupOf(turn, id),
    many: turn.responses.length > 1,
    goesOn: continuing(turn)?.id === id,
  };
}

function groupOf({ ranks, responses }: WrittenTurn, id: string): Standing['group'] {
  const rank = ranks.find((each) => each.includes(id));
  if (!rank || rank.length < 2) return undefined;
  const shown = responses.filter((each) => rank.includes(each.id));
  const at = shown.findIndex((each) => each.id === id);
  return at === 0 ? 'first' : at === shown.length - 1 ? 'last' : 'middle';
}
