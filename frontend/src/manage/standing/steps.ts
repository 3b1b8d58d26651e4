import { i18n } from '../../i18n';

/** What figures over time go by. */
export type Stride = 'week' | 'month';

const day = (iso: string): Date => new Date(`${iso.slice(0, 10)}T00:00:00Z`);
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * The days of the week or month that begins on a day, as the item browser's filter `answered` has them: both included,
 * in UTC. What was said before `since` (an ISO time, or empty) is in no figure, and so in none of the days.
 */
export function daysOf(begin: string, stride: Stride, since = ''): string {
  const first = day(begin);
  const [year, month, date] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  const last = stride === 'week' ? Date.UTC(year, month, date + 6) : Date.UTC(year, month + 1, 0);
  const from = iso(Math.max(first.getTime(), since ? day(since).getTime() : 0));
  return `${from}..${iso(last)}`;
}

/** What weeks and months are called: "2 Nov", "Nov 26"; weeks by their year too where there are several. */
export function stepWords(begins: readonly string[], stride: Stride): string[] {
  const years = new Set(begins.map((begin) => begin.slice(0, 4)));
  const words = new Intl.DateTimeFormat(i18n.language, {
    timeZone: 'UTC',
    month: 'short',
    ...(stride === 'week' ? { day: 'numeric' } : {}),
    ...(stride === 'month' || years.size > 1 ? { year: '2-digit' } : {}),
  });
  return begins.map((begin) => words.format(day(begin)));
}
