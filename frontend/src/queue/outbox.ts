import type { Answer } from '../api/types';
import type { Outcome } from '../label/proposals';
import { OwnedTable, type Owner, type TableName } from './db';
import { Signal } from './signal';

/** Something to tell the server about one assignment, kept until the server has it. */
export type Queued = {
  /** The Idempotency-Key: made once, repeated on every try, so the server counts it once. */
  key: string;
  assignment: string;
  project: { id: string; name: string };
  verb: string;
  /** When the key was pressed, in milliseconds. */
  at: number;
  tries: number;
  /** Why the server did not accept it; it is not sent again, and the words stay to be copied. */
  refused?: string;
  /** What it says in words, for the list of what was not accepted. */
  summary: { title: string; text: string }[];
};
/** An annotator's answers, or that an item is skipped. */
export type Outgoing = Queued & {
  verb: 'submit' | 'skip';
  answers: Answer[];
  reason: string;
  /** Seconds of work on the item. */
  seconds: number;
  /** What became of the suggestions that were seen. */
  suggestions?: Outcome[];
  /** It was taken back here after it may have reached the server: there it must be taken back too. */
  again?: boolean;
};
/** `later`: no network or a passing fault. `signedOut`: nobody, or somebody else, is signed in. */
export type Sent = 'sent' | 'later' | 'signedOut' | { refused: string };
export type Send<Kept extends Queued = Outgoing> = (outgoing: Kept) => Promise<Sent>;
export type OutboxState<Kept extends Queued = Outgoing> = {
  waiting: readonly Kept[];
  refused: readonly Kept[];
  /** The last try met no network or a passing fault. */
  stuck: boolean;
  signedOut: boolean;
};

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/**
 * Sends what is queued one by one, oldest first, until the server has each. Records live in IndexedDB before anything
 * is sent; a Web Lock lets one tab send at a time, and a wake-up during a round starts another round after it.
 */
export class Outbox<Kept extends Queued = Outgoing> {
  readonly state = new Signal<OutboxState<Kept>>({
    waiting: [],
    refused: [],
    stuck: false,
    signedOut: false,
  });
  readonly #table: OwnedTable<Kept>;
  readonly #send: Send<Kept>;
  readonly #lock: string;
  readonly #channel: BroadcastChannel | null;
  #asked = false;
  #wait = FIRST_WAIT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #turn: Promise<void> = Promise.resolve();
  /** What could not be written to disk (storage full or forbidden): sent from memory while the page is open. */
  readonly #unsaved = new Map<string, Kept>();

  /** `table`: where on this machine its records are kept. */
  constructor(owner: Owner, send: Send<Kept>, table: TableName = 'outbox') {
    this.#table = new OwnedTable(table, owner);
    this.#send = send;
    this.#lock = `concord-${table}/${owner.user}/${owner.organisation}`;
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(this.#lock);
    if (this.#channel) this.#channel.onmessage = () => void this.#refresh();
    globalThis.addEventListener?.('online', this.#wake);
    globalThis.addEventListener?.('focus', this.#wake);
    void this.#refresh().then(() => this.flush());
  }
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#channel?.close();
    globalThis.removeEventListener?.('online', this.#wake);
    globalThis.removeEventListener?.('focus', this.#wake);
  }
  readonly #wake = (): void => {
    this.#wait = FIRST_WAIT;
    void this.flush();
  };

  /** Resolves when the record is safe on this machine; the network comes later. */
  async add(outgoing: Kept): Promise<void> {
    const { waiting, ...rest } = this.state.get();
    this.state.set({ ...rest, waiting: [...waiting, outgoing] });
    await this.#keep(outgoing);
    this.#tell();
    void this.flush();
  }
  async #keep(outgoing: Kept): Promise<void> {
    try {
      await this.#table.put(outgoing.key, outgoing);
      this.#unsaved.delete(outgoing.key);
    } catch (error) {
      console.error(error);
      this.#unsaved.set(outgoing.key, outgoing);
    }
  }
  async #forget(key: string): Promise<void> {
    if (!this.#unsaved.delete(key)) await this.#table.delete(key);
  }
  /**
   * Takes a submission back before it is sent. Waits for a running round of sending; null when nothing of it waits any
   * more, because the server has it.
   */
  async withdraw(assignment: string): Promise<Kept | null> {
    let found: Kept | undefined;
    await this.#alone(async () => {
      const all = await this.#sorted();
      found = all.find((each) => each.assignment === assignment && each.verb === 'submit' && !each.refused);
      if (found) await this.#forget(found.key);
    });
    await this.#refresh();
    this.#tell();
    return found ?? null;
  }

  /** Forgets something the server refused. */
  async dismiss(key: string): Promise<void> {
    await this.#forget(key);
    await this.#refresh();
    this.#tell();
  }

  /** Asks for a round of sending; one that is asked for while a round runs begins after it. */
  flush(): Promise<void> {
    if (this.#asked || this.#closed) return this.#turn;
    this.#asked = true;
    clearTimeout(this.#timer);
    this.#turn = this.#alone(async () => {
      this.#asked = false;
      if (!this.#closed) await this.#round();
    });
    return this.#turn;
  }
  #alone(work: () => Promise<void>): Promise<void> {
    const locks = globalThis.navigator?.locks;
    return locks ? (locks.request(this.#lock, work) as Promise<void>) : this.#turn.then(work);
  }

  async #round(): Promise<void> {
    for (;;) {
      const next = (await this.#sorted()).find(({ refused }) => refused === undefined);
      if (!next) {
        this.#wait = FIRST_WAIT;
        await this.#refresh({ stuck: false, signedOut: false });
        return;
      }
      const result = await this.#send(next).catch((): Sent => 'later');
      if (result === 'sent') {
        await this.#forget(next.key);
        this.#wait = FIRST_WAIT;
        await this.#refresh({ stuck: false, signedOut: false });
      } else if (typeof result === 'object') {
        await this.#keep({ ...next, refused: result.refused });
        await this.#refresh({ stuck: false, signedOut: false });
      } else {
        await this.#keep({ ...next, tries: next.tries + 1 });
        await this.#refresh({ stuck: result === 'later', signedOut: result === 'signedOut' });
        this.#again();
        return;
      }
      this.#tell();
    }
  }
  #again(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
  async #sorted(): Promise<Kept[]> {
    const saved = await this.#table.all().catch((): Kept[] => []);
    return [...saved, ...this.#unsaved.values()].sort((a, b) => a.at - b.at);
  }
  async #refresh(signs: Partial<Pick<OutboxState<Kept>, 'stuck' | 'signedOut'>> = {}): Promise<void> {
    const all = await this.#sorted();
    this.state.set({
      ...this.state.get(),
      ...signs,
      waiting: all.filter(({ refused }) => refused === undefined),
      refused: all.filter(({ refused }) => refused !== undefined),
    });
  }
  #tell(): void {
    if (!this.#closed) this.#channel?.postMessage('changed');
  }
}
