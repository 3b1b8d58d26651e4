import { number, percent } from '../../i18n/format';
import type { Words } from '../standing/words';
import type { Change, Leader, Lean, ModelQuestion, Rate, RateChange } from './types';

const Z = 1.959963984540054;

/** Versions as the server tells them apart: "name@version", or "name-v2" where nobody wrote an @. */
const VERSIONED = /^(?:(.+)@([^@]+)|(.+?)[-_ ](v\d[\w.]*))$/;

export function versionOf(model: string): { name: string; version: string } {
  const [, name, version, stem, number] = VERSIONED.exec(model) ?? [];
  return { name: name ?? stem ?? model, version: version ?? number ?? '' };
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

/** Which of two versions is better, by how much, and whether that is more than chance. */
export function changeWords(
  { measure, from_model, to_model, difference, low, high, n }: Change,
  t: Words,
): string {
  const names = { one: to_model, other: from_model, count: n };
  if (low === null || high === null) return t('change.unknown', names);
  const clear = isClear(low, high);
  const worse = clear && difference < 0;
  const [value, from, to] = worse ? [-difference, -high, -low] : [difference, low, high];
  const verdict = clear ? (worse ? 'worse' : 'better') : 'open';
  if (measure === 'mean')
    return t(`change.mean.${verdict}`, {
      ...names,
      points: number(value, 2),
      interval: t('fromTo', { low: number(from, 2), high: number(to, 2) }),
    });
  const interval = shares(winChance(from), winChance(to), t);
  return t(`change.${verdict}`, { ...names, share: percent(winChance(value)), interval });
}

/** How the share of failing responses has changed between two versions, in percentage points. */
export function rateChangeWords(change: RateChange, t: Words): string {
  const { from_model, to_model, difference, low, high, n } = change;
  const names = { one: to_model, other: from_model, count: n };
  if (low === null || high === null) return t('change.unknown', names);
  const clear = isClear(low, high);
  const fewer = clear && difference < 0;
  const [value, from, to] = fewer ? [-difference, -high, -low] : [difference, low, high];
  return t(`rates.${clear ? (fewer ? 'fewer' : 'more') : 'same'}`, {
    ...names,
    points: number(value * 100, 1),
    interval: t('fromTo', { low: number(from * 100, 1), high: number(to * 100, 1) }),
  });
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

/** An axis for strengths, with 0 in sight. */
export const strengthTicks = (values: readonly (number | null)[]): number[] =>
  ticksOver([...values, -0.25, 0.25]);

/** An axis of few round steps that holds all values. */
export function ticksOver(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const step = [0.1, 0.25, 0.5, 1, 2, 5].find((each) => (most - least) / each <= 6) ?? 10;
  const from = Math.floor(least / step);
  const to = Math.max(from + 1, Math.ceil(most / step));
  return Array.from({ length: to - from + 1 }, (_, at) => Math.round((from + at) * step * 100) / 100);
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
