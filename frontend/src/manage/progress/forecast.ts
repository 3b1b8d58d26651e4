import { i18n } from '../../i18n';
import { percent } from '../../i18n/format';
import type { Words } from '../items/words';
import type { Forecast } from './types';

export type Due = 'early' | 'tight' | 'late';

/** "between 3 and 9 December, 80 % sure"; one day where both ends fall on it. */
export function forecastWords({ low, high, confidence }: Forecast, t: Words): string {
  if (!low) return '';
  if (!high) return t('forecast.notBefore', { day: day(low), sure: percent(confidence) });
  const one = day(low);
  const same = one === day(high);
  return same
    ? t('forecast.on', { day: one, sure: percent(confidence) })
    : t('forecast.between', { ...ends(low, high), sure: percent(confidence) });
}

/** The two days; a month or a year that both share is said once: "3" and "9 December". */
function ends(low: string, high: string): { low: string; high: string } {
  const [from, to] = [new Date(low), new Date(high)];
  const sameYear = from.getUTCFullYear() === to.getUTCFullYear();
  const sameMonth = sameYear && from.getUTCMonth() === to.getUTCMonth();
  return { low: sameMonth ? dayOfMonth(low) : sameYear ? day(low, from) : day(low), high: day(high) };
}

const format = (at: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(i18n.language, { timeZone: 'UTC', ...options }).format(new Date(at));
const dayOfMonth = (at: string): string => format(at, { day: 'numeric' });

/** "9 December"; with its year where that is another one than now. */
export const day = (at: string, now: Date = new Date()): string =>
  format(at, {
    day: 'numeric',
    month: 'long',
    ...(new Date(at).getUTCFullYear() === now.getUTCFullYear() ? {} : { year: 'numeric' }),
  });

/** Whether the work will be done by the due date: likely, perhaps, or hardly. */
export function dueIs({ low, high }: Forecast, due: string): Due {
  if (high && Date.parse(high) <= Date.parse(due)) return 'early';
  return low && Date.parse(low) > Date.parse(due) ? 'late' : 'tight';
}
