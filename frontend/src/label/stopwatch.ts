/** Without a sign of life this long (2 min), the person is taken to be away. */
const LONGEST_PAUSE = 120_000;

/**
 * Seconds of work on an item: the time between signs of life (keys, pointer, scrolling), where a longer pause counts
 * only as its first two minutes. Looking something up in another tab counts the same way.
 */
export class Stopwatch {
  #spent: number;
  #last: number | null = null;
  readonly #now: () => number;

  constructor(seconds = 0, now: () => number = () => performance.now()) {
    this.#spent = seconds * 1000;
    this.#now = now;
  }
  /** A sign of life; the first one starts the watch. */
  tick(): void {
    const now = this.#now();
    if (this.#last !== null) this.#spent += Math.min(now - this.#last, LONGEST_PAUSE);
    this.#last = now;
  }
  /** Whole seconds, the running stretch included. */
  seconds(): number {
    const running = this.#last === null ? 0 : Math.min(this.#now() - this.#last, LONGEST_PAUSE);
    return Math.round((this.#spent + running) / 1000);
  }
}
