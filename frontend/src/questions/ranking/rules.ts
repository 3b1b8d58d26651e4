import type { RankingQuestion, RankingValue } from '../../api/types';
import { assign, assignAlone, dense, placed } from '../../rank/ranks';
import type { Gap, Press, Shown, Target } from '../kind';
import { keyTyped, numbered } from '../typed';

export const isEmpty = (value: RankingValue): boolean => dense(value.ranks).length === 0;

export function gap(question: RankingQuestion, value: RankingValue, { responses }: Target): Gap | null {
  if (
    !placed(
      value.ranks,
      responses.map(({ id }) => id),
    )
  )
    return { reason: 'unranked' };
  if (!question.ties && value.ranks.some((rank) => rank.length > 1)) return { reason: 'tied' };
  return null;
}

/** Best first without holes; tied responses stand in the order shown. */
export function canonical(
  _question: RankingQuestion,
  value: RankingValue,
  { responses }: Target,
): RankingValue {
  const order = responses.map(({ id }) => id);
  return {
    ranks: dense(value.ranks).map((rank) => rank.sort((a, b) => order.indexOf(a) - order.indexOf(b))),
  };
}

/** Holes close once everything has a place and the annotator has moved on. */
export const settle = (value: RankingValue, responses: readonly Shown[]): RankingValue =>
  placed(
    value.ranks,
    responses.map(({ id }) => id),
  )
    ? { ranks: dense(value.ranks) }
    : value;

export function give(
  question: RankingQuestion,
  value: RankingValue | undefined,
  response: string,
  rank: number,
): RankingValue {
  const ranks = value?.ranks ?? [];
  return { ranks: question.ties ? assign(ranks, response, rank) : assignAlone(ranks, response, rank) };
}

/** The keys that rank: as many as there are responses. */
export const rankKeys = (responses: readonly Shown[]): string[] => responses.map((_, at) => numbered(at));

/** A digit ranks the current response and goes on to the next: "2113" ranks four. Ten and more take two digits. */
export function press(
  question: RankingQuestion,
  value: RankingValue | undefined,
  key: string,
  { response, target: { responses } }: { response: string | null; target: Target },
): Press<RankingValue> | null {
  if (!response) return null;
  const found = keyTyped(rankKeys(responses), { question, on: response }, key);
  if (found === 'waits') return { value, go: 'stay' };
  return found === null ? null : { value: give(question, value, response, found + 1), go: 'target' };
}

export function summary(value: RankingValue, { responses }: Target): string {
  const letter = (id: string) => responses.find((each) => each.id === id)?.letter ?? '?';
  return dense(value.ranks)
    .map((rank) => rank.map(letter).sort().join(' = '))
    .join(' > ');
}
