import { i18n } from '../../i18n';

/** Seconds of work as "2 h 05 min" or "40 s", in the reader's language. */
export function span(seconds: number): string {
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  const rest = minutes % 60;
  return rest === 0
    ? unit(minutes / 60, 'hour')
    : `${unit(Math.floor(minutes / 60), 'hour')} ${unit(rest, 'minute')}`;
}

/** The mean time for one item, or a dash where nothing was done. */
export const pace = (seconds: number, items: number): string =>
  items === 0 ? '–' : span(Math.round(seconds / items));

const unit = (value: number, name: 'second' | 'minute' | 'hour'): string =>
  new Intl.NumberFormat(i18n.language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
