import { i18n, type TFunction } from '../../i18n';
import { number } from '../../i18n/format';
import en from '../../i18n/locales/en/quality.json';
import type { Category, Level, Question } from './types';

// The words of quality reports come with the first page that speaks of them.
i18n.addResourceBundle('en', 'quality', en);

/** What turns a key of quality.json into words. */
export type Words = TFunction<'quality'>;

/** A coefficient as it is written everywhere: three decimals, or a dash. */
export const coefficient = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : number(value, 3);
export const decimals = (value: number | null | undefined, digits = 2): string =>
  value === null || value === undefined ? '–' : number(value, digits);
/** With its sign, as a difference is written. */
export const signed = (value: number, digits = 3): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : '±'}${number(Math.abs(value), digits)}`;
/** "0.31 to 0.62", or nothing where there is no interval. */
export const between = (low: number | null, high: number | null, t: Words, digits = 3): string =>
  low === null || high === null
    ? ''
    : t('interval', { low: number(low, digits), high: number(high, digits) });

const OTHER = '\u0000other';
/** What an option of a question is called. */
export function optionTitle(question: Question | undefined, value: Category, t: Words): string {
  if (value === OTHER) return t('other');
  return question?.options.find((option) => option.value === value)?.title ?? String(value);
}

/** In words where the code is known, else as the server calls it. */
export function codeWords(group: string, code: string, t: Words): string {
  const path = `${group}.${code}`;
  return i18n.exists(path, { ns: 'quality' }) ? t(path as 'level.good') : code.replaceAll('_', ' ');
}

const WORST_FIRST: readonly Level[] = ['low', 'tentative', 'good', 'undefined'];
/** Questions with the one that needs a look most first; of a level by how low alpha is. */
export const worstFirst = <Row extends { level: Level; alpha: number | null }>(rows: readonly Row[]): Row[] =>
  rows.toSorted(
    (one, other) =>
      WORST_FIRST.indexOf(one.level) - WORST_FIRST.indexOf(other.level) ||
      (one.alpha ?? 2) - (other.alpha ?? 2),
  );
