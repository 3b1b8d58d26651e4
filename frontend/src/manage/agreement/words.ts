import type { AgreementRow, Form } from '../../api';
import { number, percent } from '../../i18n/format';
import { OTHER } from '../items/browse/said';
import { reasonText } from '../parts/reason';
import type { Translate } from '../parts/translate';
import type { Category } from '../quality/types';

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
  if (row.alpha === null)
    return t('agreement.none', { reason: reasonText(row.reason) || t('agreement.noReason') });
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

/** What the form calls an answer. */
export function categoryTitle(
  question: string,
  category: unknown,
  form: Form | undefined,
  t: Translate,
): string {
  if (category === OTHER) return t('agreement.other');
  const asked = form?.questions.find(({ name }) => name === question);
  const options: readonly { value: string | number; title: string }[] =
    asked && 'options' in asked ? asked.options : [];
  return options.find(({ value }) => value === category)?.title || String(category);
}

/** Of so many answers at most the shares are told; the others are one. */
const TOLD = 4;
/** What an answer is called and how often it is given, "Yes 80%"; the answers of which only the sum is told are none. */
export type Share = { category: Category | null; text: string };
/** The commonest first. */
export function sharesOf(
  { question, prevalence }: AgreementRow,
  form: Form | undefined,
  t: Translate,
): Share[] {
  const rows = (prevalence ?? [])
    .filter(({ share }) => share > 0)
    .toSorted((one, other) => other.share - one.share);
  const [told, rest] = [rows.slice(0, TOLD), rows.slice(TOLD)];
  const shares = told.map(({ category, share }) => ({
    category: category as Category,
    text: `${categoryTitle(question, category, form, t)} ${percent(share)}`,
  }));
  const left = rest.reduce((sum, { share }) => sum + share, 0);
  const others = { category: null, text: t('agreement.others', { share: percent(left) }) };
  return rest.length > 0 ? [...shares, others] : shares;
}

/**
 * Whether alpha is low for the most part because nearly everybody gives the same answer: then chance alone makes people
 * agree, alpha takes that away, and Gwet's AC1 does not (Feinstein and Cicchetti 1990, "High agreement but low kappa").
 */
export function isSkewed({ alpha, ac1, prevalence }: AgreementRow): boolean {
  const most = Math.max(0, ...(prevalence ?? []).map(({ share }) => share));
  return alpha !== null && ac1?.value != null && alpha < RELIABLE && most >= 0.8 && ac1.value - alpha >= 0.2;
}
