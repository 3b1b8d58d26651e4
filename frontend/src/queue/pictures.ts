import { OwnedTable, type Owner } from './db';

/**
 * The pictures of claimed work, kept on this machine for a reload without a network. They belong to the work's owner
 * and go with it: when it is done, and when the person signs out.
 */
export class KeptPictures {
  readonly #table: OwnedTable<Blob>;

  constructor(owner: Owner) {
    this.#table = new OwnedTable('pictures', owner);
  }
  get(assignment: string, handle: string): Promise<Blob | undefined> {
    return this.#table.get(`${assignment} ${handle}`).catch(() => undefined);
  }
  /** Failing is quiet: the picture is only not there after a reload without a network. */
  put(assignment: string, handle: string, picture: Blob): void {
    void this.#table.put(`${assignment} ${handle}`, picture).catch(() => undefined);
  }
  /** Lets the pictures of all other work go. */
  async keepOnly(assignments: readonly string[]): Promise<void> {
    const wanted = new Set(assignments);
    for (const id of await this.#table.ids().catch((): string[] => []))
      if (!wanted.has(id.split(' ')[0] ?? '')) await this.#table.delete(id).catch(() => undefined);
  }
}
