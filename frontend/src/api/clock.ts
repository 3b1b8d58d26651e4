// Leases end by the server's clock, and people's clocks are minutes off.
let offset = 0;

/** Learns the server's time from the `Date` header of an answer. */
export function readClock(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(at)) offset = at - Date.now();
}
/** The server's time in milliseconds, right to about a second. */
export const serverNow = (): number => Date.now() + offset;
