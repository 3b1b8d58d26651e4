import { number, percent } from '../../i18n/format';
import type { Words } from '../standing/words';
import type { Change, Leader, Lean, ModelQuestion, Rate } from './types';

const Z = 1.959963984540054;

/** A model's name and its version, which is what follows the last "@". */
export function versionOf(model: string): { name: string; version: string } {
  const at = model.lastIndexOf('@');
  return at > 0 ? { name: model.slice(0, at), version: model.slice(at + 1) } : { name: model, version: '' };
}

/** How probably the stronger of two is preferred, by how much stronger it is on the log scale. */
export const winChance = (difference: number): number => 1 / (1 + Math.exp(-difference));

/** Whether all of an interval lies on one side of nothing. */
export const isClear = (low: number | null, high: number | null): boolean =>
  low !== null && high !== null && (low > 0 || high < 0);

/** "+0.25": a strength or a difference of two. */
export const strengthText = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${number(Math.abs(value), 2)}`;

export const intervalText = (low: number | null, high: number | null, t: Words): string =>
  low === null || high === null ? '' : t('fromTo', { low: strengthText(low), high: strengthText(high) });

const shares = (low: number, high: number, t: Words): string =>
  t('between', { low: number(low * 100), high: percent(high) });

/** "Preferred 56% of the time", with its interval, and whether that is more than chance. */
export function changeWords({ from_model, to_model, difference, low, high, n }: Change, t: Words): string {
  const names = { one: to_model, other: from_model, count: n };
  if (low === null || high === null) return t('change.unknown', names);
  const clear = isClear(low, high);
  const better = difference > 0;
  const share = winChance(clear && !better ? -difference : difference);
  const ends = clear && !better ? [-high, -low] : [low, high];
  const interval = shares(winChance(ends[0] ?? 0), winChance(ends[1] ?? 0), t);
  const key = clear ? (better ? 'better' : 'worse') : 'open';
  return t(`change.${key}`, { ...names, share: percent(share), interval });
}

/** What place and length do, each as a sentence about two responses that are equally good. */
export function leanWords(lean: Lean, t: Words): string[] {
  const { position, position_error, length, length_error } = lean;
  return [
    leanSentence('position', position, position_error, t),
    leanSentence('length', length * Math.LN2, length_error * Math.LN2, t),
  ];
}

function leanSentence(of: 'position' | 'length', value: number, error: number, t: Words): string {
  const [low, high] = [value - Z * error, value + Z * error];
  const words = { share: percent(winChance(value)), interval: shares(winChance(low), winChance(high), t) };
  return t(`lean.${of}${isClear(low, high) ? (value > 0 ? 'More' : 'Less') : 'None'}`, words);
}

/** Of how many decided comparisons of two models the first was preferred; null where there were none. */
export function beaten({ wins }: Pick<ModelQuestion, 'wins'>, one: number, other: number) {
  const won = wins[one]?.[other] ?? 0;
  const decided = won + (wins[other]?.[one] ?? 0);
  return { share: decided ? won / decided : null, decided };
}

/** An axis for strengths with 0 in sight: round steps that hold all intervals, four to eight of them. */
export function strengthTicks(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const least = Math.min(-0.25, ...known);
  const most = Math.max(0.25, ...known);
  const step = [0.25, 0.5, 1, 2, 5].find((each) => (most - least) / each <= 6) ?? 10;
  const [from, to] = [Math.floor(least / step), Math.ceil(most / step)];
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
}

export const endsOf = (rows: readonly Pick<Leader, 'strength' | 'low' | 'high'>[]): (number | null)[] =>
  rows.flatMap(({ strength, low, high }) => [strength, low, high]);

/** The rates by the answer that they count, in the order in which they come. */
export function byAnswer(rates: readonly Rate[]): Rate[][] {
  const groups = new Map<string, Rate[]>();
  for (const rate of rates) {
    const key = JSON.stringify([rate.question, rate.category]);
    groups.set(key, [...(groups.get(key) ?? []), rate]);
  }
  return [...groups.values()];
}
