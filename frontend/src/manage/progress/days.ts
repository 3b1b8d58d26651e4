import type { Day } from './types';

const DAY_MS = 86_400_000;
/** Days are the server's, in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * The last so many days up to today, also those on which nothing happened. Work that was taken back or returned counts
 * against its day, which may leave less than nothing: then it was nothing.
 */
export function lastDays(known: readonly Day[], count: number, now: number): Day[] {
  const byDay = new Map(known.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, at) => {
    const day = dayOf(now - (count - 1 - at) * DAY_MS);
    const { submitted = 0, seconds = 0, items_done = 0 } = byDay.get(day) ?? {};
    return {
      day,
      submitted: Math.max(0, submitted),
      seconds: Math.max(0, seconds),
      items_done: Math.max(0, items_done),
    };
  });
}

/** The mean of each day and the six before it, as far as they are known. */
export const smoothed = (values: readonly number[]): number[] =>
  values.map((_, at) => {
    const week = values.slice(Math.max(0, at - 6), at + 1);
    return week.reduce((sum, value) => sum + value, 0) / week.length;
  });

/** Round numbers for an axis from 0 to at least `most`: three to five of them. */
export function ticks(most: number): number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const whole = Math.max(1, step % 1 === 0 || power > 1 ? step : Math.ceil(step));
  const size = most < 4 ? 1 : whole;
  return Array.from({ length: Math.ceil(most / size) + 1 }, (_, at) => at * size);
}

/** How far along a stretch of time a moment is, from 0 to 1; moments outside stand at its ends. */
export const along = (at: number, from: number, to: number): number =>
  to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
