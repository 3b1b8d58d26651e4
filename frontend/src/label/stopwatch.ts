/** Without a sign of life this long (2 min), the person is taken to be away. */
const LONGEST_PAUSE = 120_000;

/**
 * Seconds of work on an item: the time between signs of life (keys, pointer, scrolling) while the page is in sight,
 * where a longer pause counts only as its first two minutes.
 */
export class Stopwatch {
  #spent: number;
  /** What the server has heard of, in milliseconds. */
  #told: number;
  #last: number | null = null;
  readonly #now: () => number;

  constructor(seconds = 0, now: () => number = () => performance.now()) {
    this.#spent = seconds * 1000;
    this.#told = this.#spent;
    this.#now = now;
  }
  /** A sign of life; the first one starts the watch. */
  tick(): void {
    const now = this.#now();
    if (this.#last !== null) this.#spent += Math.min(now - this.#last, LONGEST_PAUSE);
    this.#last = now;
  }
  /** The page is out of sight: what comes until the next sign of life is no work. */
  pause(): void {
    if (this.#last !== null) this.tick();
    this.#last = null;
  }
  #elapsed(): number {
    return this.#spent + (this.#last === null ? 0 : Math.min(this.#now() - this.#last, LONGEST_PAUSE));
  }
  /** Whole seconds, the running stretch included. */
  seconds(): number {
    return Math.round(this.#elapsed() / 1000);
  }
  /** Whole seconds of work since the last beat that reached the server. */
  beat(): number {
    const seconds = Math.max(0, Math.floor((this.#elapsed() - this.#told) / 1000));
    this.#told += seconds * 1000;
    return seconds;
  }
  /** The beat did not reach the server: its seconds go with the next one. */
  unbeat(seconds: number): void {
    this.#told -= seconds * 1000;
  }
}
