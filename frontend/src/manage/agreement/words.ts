import type { AgreementRow } from '../../api';
import { number, percent } from '../../i18n/format';
import type { Translate } from '../parts/translate';

/** Krippendorff's customary marks (Content Analysis, 2004, p. 241): rely from .80, tentative conclusions from .667. */
export const RELIABLE = 0.8;
export const TENTATIVE = 0.667;

/** A coefficient with its 95 % interval. */
export type Figure = Pick<AgreementRow, 'alpha' | 'low' | 'high'>;

export type Band = 'reliable' | 'tentative' | 'low' | 'opposed';

/** The band that a coefficient falls in, as it is shown: three decimals. */
export function bandOf(alpha: number): Band {
  const shown = Math.round(alpha * 1000) / 1000;
  if (shown >= RELIABLE) return 'reliable';
  if (shown >= TENTATIVE) return 'tentative';
  return shown < 0 ? 'opposed' : 'low';
}

export const alphaText = (alpha: number): string => number(alpha, 3);

/** Where the bar of an interval begins: at 0, or further left when something lies under it. */
export function axisStart(...values: (number | null)[]): number {
  const least = Math.min(0, ...values.filter((value) => value !== null));
  if (least >= 0) return 0;
  return least >= -0.5 ? -0.5 : -1;
}

/** The verdict on one question in plain words, with what the interval adds to it. */
export function verdict(row: AgreementRow, t: Translate): string {
  if (row.alpha === null) return t('agreement.none', { reason: row.reason ?? t('agreement.noReason') });
  const band = bandOf(row.alpha);
  const words = t(`agreement.verdict.${band}`);
  const reachesDown = row.low !== null && bandOf(row.low) !== band;
  if (!reachesDown || row.low === null) return words;
  return `${words} ${t('agreement.reachesDown', { low: alphaText(row.low) })}`;
}

/** The same figures as one sentence: what the interval bar says to those who don't see it. */
export function barText(row: Figure, t: Translate): string {
  if (row.alpha === null) return t('agreement.noBar');
  const alpha = alphaText(row.alpha);
  if (row.low === null || row.high === null) return t('agreement.barAlone', { alpha });
  return t('agreement.bar', { alpha, low: alphaText(row.low), high: alphaText(row.high) });
}

/** What is compared: pairs of a ranking, else what the question asks about. */
const unitOf = ({ kind, on }: AgreementRow): 'pairs' | 'responses' | 'turns' =>
  kind === 'ranking' || kind === 'preference' ? 'pairs' : on === 'turns' ? 'turns' : 'responses';

/** How much lies behind the figure: share of equal answers, items, units, answers. */
export function evidence(row: AgreementRow, t: Translate): string[] {
  return [
    row.percent === null ? '' : t('agreement.percent', { percent: percent(row.percent) }),
    t('agreement.items', { count: row.items }),
    row.units === row.items ? '' : t(`agreement.units.${unitOf(row)}`, { count: row.units }),
    t('agreement.annotations', { count: row.annotations }),
  ].filter(Boolean);
}
