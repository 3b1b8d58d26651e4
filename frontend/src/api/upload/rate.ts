/** How much had been sent at a moment: milliseconds, bytes. */
export type Sample = { at: number; sent: number };

/** Long enough that a part's end makes no jump, short enough to follow the line. */
const WINDOW = 10_000;
const ENOUGH = 1_000;

/** The samples of the last seconds, with a new one. Less sent than before is a new start. */
export function noted(samples: readonly Sample[], now: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && now.sent < last.sent) return [now];
  const recent = samples.filter(({ at }) => now.at - at <= WINDOW);
  return [...recent, now];
}

/** Bytes per second, or null before it can be told. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < ENOUGH) return null;
  return ((last.sent - first.sent) / (last.at - first.at)) * 1000;
}
