import type { Answer } from '../api/types';
import type { SketchesByPlace } from '../label/sketches';
import { OwnedTable, type Owner } from './db';

export type Draft = {
  assignment: string;
  answers: Answer[];
  /** Seconds of work so far. */
  seconds: number;
  /** Whether the server lacks something of this draft. */
  dirty: boolean;
  /** What is half drawn; the server never sees it. */
  sketches?: SketchesByPlace | undefined;
};
export type Restored = { answers: Answer[]; seconds: number; sketches: SketchesByPlace };
type ServerDraft = { answers: Answer[]; saved_at: string } | null;
export type SaveToServer = (assignment: string, answers: Answer[]) => Promise<void>;

const SERVER_DELAY = 1_500;

/**
 * What is typed is on disk at once, and on the server soon: 1.5 s after the last change, or when the page is hidden.
 * One write at a time per draft; changes during a write are written right after it.
 */
export class Drafts {
  readonly #table: OwnedTable<Draft>;
  readonly #save: SaveToServer;
  readonly #latest = new Map<string, Draft>();
  readonly #writing = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(owner: Owner, save: SaveToServer) {
    this.#table = new OwnedTable('drafts', owner);
    this.#save = save;
  }

  /**
   * The draft to go on with. What was typed here and never reached the server wins; otherwise the server's is newer or
   * the same, since the person may have gone on elsewhere.
   */
  async load(assignment: string, server: ServerDraft): Promise<Restored> {
    const local = await this.#table.get(assignment).catch(() => undefined);
    const { dirty = false, seconds = 0, sketches = {} } = local ?? {};
    const answers = local && dirty ? local.answers : (server?.answers ?? local?.answers ?? []);
    // What was typed meanwhile on this page is newer.
    if (!this.#latest.has(assignment))
      this.#latest.set(assignment, { assignment, answers, seconds, dirty, sketches });
    return { answers, seconds, sketches };
  }

  /** What was submitted is a draft again. `dirty`: the server does not have it. */
  async restore(assignment: string, answers: Answer[], seconds: number, dirty: boolean): Promise<void> {
    await this.#table.put(assignment, { assignment, answers, seconds, dirty });
  }

  change(assignment: string, answers: Answer[], seconds: number): void {
    this.#latest.set(assignment, {
      assignment,
      answers,
      seconds,
      dirty: true,
      sketches: this.#latest.get(assignment)?.sketches,
    });
    this.#write(assignment);
    clearTimeout(this.#timers.get(assignment));
    this.#timers.set(
      assignment,
      setTimeout(() => void this.sendNow(assignment), SERVER_DELAY),
    );
  }
  /** What is half drawn goes to disk with the draft, and not to the server. */
  sketch(assignment: string, sketches: SketchesByPlace, seconds: number): void {
    const draft = this.#latest.get(assignment) ?? { assignment, answers: [], dirty: false };
    this.#latest.set(assignment, { ...draft, seconds, sketches });
    this.#write(assignment);
  }
  #write(assignment: string): void {
    if (this.#writing.has(assignment)) return;
    const draft = this.#latest.get(assignment);
    if (!draft) return;
    const writing = this.#table
      .put(assignment, draft)
      .catch((error) => console.error(error))
      .then(() => {
        this.#writing.delete(assignment);
        const latest = this.#latest.get(assignment);
        if (latest && latest !== draft) this.#write(assignment);
      });
    this.#writing.set(assignment, writing);
  }

  /** Sends a draft without waiting for the pause. A failure is silent: the copy on this machine is kept and sent with the next change. */
  async sendNow(assignment: string): Promise<void> {
    clearTimeout(this.#timers.get(assignment));
    this.#timers.delete(assignment);
    const sent = this.#latest.get(assignment);
    if (!sent?.dirty) return;
    try {
      await this.#save(assignment, sent.answers);
    } catch {
      return;
    }
    if (this.#latest.get(assignment) !== sent) return;
    this.#latest.set(assignment, { ...sent, dirty: false });
    this.#write(assignment);
  }
  /** For the moment when the page is hidden or closed. */
  sendAll(): void {
    for (const assignment of this.#timers.keys()) void this.sendNow(assignment);
  }

  /** The answer is in the outbox, or was skipped: the draft has done its work. */
  async drop(assignment: string): Promise<void> {
    clearTimeout(this.#timers.get(assignment));
    this.#timers.delete(assignment);
    this.#latest.delete(assignment);
    await this.#writing.get(assignment);
    await this.#table.delete(assignment).catch((error) => console.error(error));
  }
}
