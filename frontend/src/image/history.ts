const STEPS = 300;
/** Changes of one sort that follow each other this closely, in ms, are one step: a held arrow key. */
const TOGETHER = 800;

/** What was there before each change, to go back and forth. Values are never changed in place. */
export class History<Value> {
  #past: Value[] = [];
  #future: Value[] = [];
  #last = { sort: '', at: 0 };

  /** Notes what was there before a change. Changes of the same `sort` in quick succession are one step. */
  before(value: Value, sort = '', now = performance.now()): void {
    const goesOn = sort !== '' && sort === this.#last.sort && now - this.#last.at < TOGETHER;
    this.#last = { sort, at: now };
    if (goesOn && this.#past.length > 0) return;
    this.#past = [...this.#past.slice(-STEPS + 1), value];
    this.#future = [];
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  undo(now: Value): Value {
    return this.#step(this.#past, this.#future, now);
  }
  redo(now: Value): Value {
    return this.#step(this.#future, this.#past, now);
  }
  #step(from: Value[], to: Value[], now: Value): Value {
    if (from.length === 0) return now;
    to.push(now);
    this.#last = { sort: '', at: 0 };
    return from.pop() as Value;
  }
}
