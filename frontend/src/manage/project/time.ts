import { i18n } from '../../i18n';

/** Seconds of work as "2 h 5 min", "1 min 50 s" or "40 s", in the reader's language: two units at most. */
export function span(seconds: number): string {
  if (seconds < 60) return unit(seconds, 'second');
  if (seconds < 600) return two(seconds, 60, 'minute', 'second');
  return seconds < 3600
    ? unit(Math.round(seconds / 60), 'minute')
    : two(Math.round(seconds / 60), 60, 'hour', 'minute');
}

/** The mean time for one item, or a dash where nothing was done. */
export const pace = (seconds: number, items: number): string =>
  items === 0 ? '–' : span(Math.round(seconds / items));

type Unit = 'second' | 'minute' | 'hour';

const two = (amount: number, size: number, large: Unit, small: Unit): string =>
  [unit(Math.floor(amount / size), large), amount % size ? unit(amount % size, small) : '']
    .filter(Boolean)
    .join(' ');

const unit = (value: number, name: Unit): string =>
  new Intl.NumberFormat(i18n.language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
