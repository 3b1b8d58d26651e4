import { OwnedTable, type Owner } from './db';

/**
 * What a reviewer or adjudicator has begun to say and not sent, by assignment. It is on disk at once; one write at a
 * time for each, and what changed meanwhile is written right after it.
 */
export class Opinions<Opinion> {
  readonly #table: OwnedTable<Opinion>;
  readonly #latest = new Map<string, Opinion>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(owner: Owner) {
    this.#table = new OwnedTable('opinions', owner);
  }
  /** What was begun, here or before a reload. */
  async load(assignment: string): Promise<Opinion | undefined> {
    return this.#latest.get(assignment) ?? this.#table.get(assignment).catch(() => undefined);
  }
  change(assignment: string, opinion: Opinion): void {
    this.#latest.set(assignment, opinion);
    this.#write(assignment);
  }
  #write(assignment: string): void {
    const opinion = this.#latest.get(assignment);
    if (opinion === undefined || this.#writing.has(assignment)) return;
    const writing = this.#table
      .put(assignment, opinion)
      .catch((error) => console.error(error))
      .then(() => {
        this.#writing.delete(assignment);
        const latest = this.#latest.get(assignment);
        if (latest !== undefined && latest !== opinion) this.#write(assignment);
      });
    this.#writing.set(assignment, writing);
  }
  /** It was sent, or is of no use any more. */
  async drop(assignment: string): Promise<void> {
    this.#latest.delete(assignment);
    await this.#writing.get(assignment);
    await this.#table.delete(assignment).catch((error) => console.error(error));
  }
}
