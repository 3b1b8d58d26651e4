import type { Person } from '../api';
import { i18n } from '../i18n';
import { number, percent } from '../i18n/format';
import type { Words } from './words';

/** What a rule tells whom it found, where the manager wrote nothing; the figure where they could have counted it. */
export type Reason = NonNullable<Person['paused_reason']>;
type Collector = Reason['collector'];
const COUNTS: readonly Collector[] = ['skips_in_a_row', 'same_answers_in_a_row'];

/** A figure as people say it: "60 %", "5 s", "12". */
export const figureOf = (collector: Collector, value: number, t: Words): string =>
  collector === 'seconds_per_item'
    ? t('seconds', { figure: number(value, value % 1 ? 1 : 0) })
    : COUNTS.includes(collector)
      ? number(value)
      : percent(value);

const known = (collector: unknown): collector is Collector =>
  typeof collector === 'string' && i18n.exists(`notices:because.${collector}`);

/** Why somebody was warned or paused, in the reader's language; the words that were written where it is no reason. */
export function reasonWords(reason: unknown, written: string, t: Words): string {
  const { collector, figure } = (reason ?? {}) as Partial<Reason>;
  if (!known(collector)) return written;
  return t(`because.${collector}`, {
    figure: typeof figure === 'number' ? figureOf(collector, figure, t) : '',
  });
}

/** The figure that made a rule act, and what it watches for; nothing for what this version does not know. */
export function evidenceWords(evidence: unknown, t: Words): string {
  const { collector, figure, n, operator, threshold } = (evidence ?? {}) as Record<string, unknown>;
  if (
    !known(collector) ||
    typeof figure !== 'number' ||
    typeof n !== 'number' ||
    typeof threshold !== 'number'
  )
    return '';
  return t('fired.evidence', {
    what: t(`fired.${collector}`),
    figure: figureOf(collector, figure, t),
    count: n,
    operator: t(`fired.operator.${operator as '<'}`),
    threshold: figureOf(collector, threshold, t),
  });
}
