const two = (value: number): string => String(value).padStart(2, '0');

/** The day of a moment, where the reader is, as a date field takes it. */
export function dayOf(at: string): string {
  const moment = new Date(at);
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The last second of a day where the reader is; no day is no end. */
export const endOf = (day: string): string | null =>
  day ? new Date(`${day}T23:59:59`).toISOString().replace('.000Z', 'Z') : null;
