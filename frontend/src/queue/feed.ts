import { type ApiProblem, asProblem } from '../api/problem';
import { Signal } from './signal';

/** What the feed needs to know about an item; the rest is the business of whoever shows it. */
export type Fed = { id: string; release: () => void };
export type Lease = { id: string; lease_until: string };
export type Claimed = { id: string; lease_until: string | null };
export type Source<Work extends Claimed, Item extends Fed> = {
  /** The person's claimed work, oldest claim first, with new work added up to `limit`. */
  claim(limit: number): Promise<Work[]>;
  prepare(work: Work): Promise<Item>;
  renew(ids: string[]): Promise<{ renewed: Lease[]; lost: string[] }>;
  /** Assignments that are done here but whose answers are still on their way: the server calls them claimed. */
  onTheirWay(): readonly string[];
  /** Keeps an item from other tabs for as long as it is in this feed; false when another tab has it. */
  hold(id: string): Promise<(() => void) | false>;
  /** Puts off what is not urgent until the next item is on the screen. Without it nothing is put off. */
  later?(work: () => void): void;
};
export type FeedState<Item> = {
  /** Ready to be shown; the first is on the screen. */
  items: readonly Item[];
  phase: 'starting' | 'working' | 'empty';
  /** What went wrong with the last claim, until one works again. */
  problem: ApiProblem | null;
  /** Items whose lease ended while they were here. */
  lost: ReadonlySet<string>;
};

/** How many items are kept ready, and how few make it ask for more. A page of many items wants more at once. */
export type Size = { low: number; high: number };
const SINGLE: Size = { low: 4, high: 8 };
const MANY: Size = { low: 12, high: 20 };
const MOST = 20;
const RETRY = 3_000;
const LINGER = 10_000;

/** Keeps the next items ready in memory, so that showing one costs a render and no waiting. */
export class Feed<Work extends Claimed, Item extends Fed> {
  readonly state = new Signal<FeedState<Item>>({
    items: [],
    phase: 'starting',
    problem: null,
    lost: new Set(),
  });
  readonly #source: Source<Work, Item>;
  readonly #leases = new Map<string, number>();
  readonly #holds = new Map<string, () => void>();
  /** What left the screen since the running claim was asked: its answer may still call that claimed. */
  readonly #left = new Set<string>();
  /** Items that left the screen a moment ago and are still kept from other tabs. */
  readonly #lingering = new Map<string, () => void>();
  readonly #single: Size;
  #size: Size;
  #filling = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: Source<Work, Item>, single: Size = SINGLE) {
    this.#source = source;
    this.#single = single;
    this.#size = single;
  }
  /** Lets go of everything; claimed work stays the person's until its lease ends. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const item of this.state.get().items) item.release();
    for (const letGo of [...this.#holds.values(), ...this.#lingering.values()]) letGo();
    this.#holds.clear();
    this.#lingering.clear();
  }

  current(): Item | undefined {
    return this.state.get().items[0];
  }
  /** When the lease of an item ends, in milliseconds of the server's clock. */
  leaseEnd(id: string): number {
    return this.#leases.get(id) ?? 0;
  }

  /** The first item leaves the screen at once; the refill happens behind it. */
  next(): void {
    this.remove(this.current()?.id);
  }
  /** The first item waits behind the others, as it is. */
  later(): void {
    const [current, ...others] = this.state.get().items;
    if (current && others.length > 0) this.#set({ items: [...others, current] });
  }
  /** An item that is done leaves the screen, wherever it stands. */
  remove(id: string | undefined): void {
    const { items } = this.state.get();
    const gone = items.find((item) => item.id === id);
    if (gone) {
      this.#left.add(gone.id);
      this.#drop(gone);
    }
    this.#set({ items: items.filter((item) => item !== gone) });
    const fill = () => void this.fill();
    if (this.#source.later) this.#source.later(fill);
    else fill();
  }
  /** Whether many items are shown at once. */
  showMany(many: boolean): void {
    this.#size = many ? MANY : this.#single;
    void this.fill();
  }

  /** Work that was done and taken back: it comes on the screen again, before everything else. */
  async bringBack(work: Work): Promise<void> {
    const lingering = this.#lingering.get(work.id);
    this.#lingering.delete(work.id);
    const letGo = lingering ?? (await this.#source.hold(work.id)) ?? false;
    const item = await this.#source.prepare(work);
    if (this.#closed) {
      item.release();
      if (letGo) letGo();
      return;
    }
    if (letGo) this.#holds.set(work.id, letGo);
    if (work.lease_until) this.#leases.set(work.id, Date.parse(work.lease_until));
    this.#left.delete(work.id);
    const { items, lost } = this.state.get();
    this.#set({
      items: [item, ...items.filter(({ id }) => id !== work.id)],
      phase: 'working',
      lost: new Set([...lost].filter((id) => id !== work.id)),
    });
    void this.renew().catch(() => undefined);
  }
  #drop(item: Item): void {
    item.release();
    this.#leases.delete(item.id);
    // Another tab may be waiting for a claim that still names the item: keep it from there until that has passed.
    const letGo = this.#holds.get(item.id);
    this.#holds.delete(item.id);
    if (!letGo) return;
    this.#lingering.set(item.id, letGo);
    setTimeout(() => {
      // Work that was taken back in the meantime is kept by its new stay.
      if (this.#lingering.get(item.id) !== letGo) return;
      this.#lingering.delete(item.id);
      letGo();
    }, LINGER);
  }
  #set(change: Partial<FeedState<Item>>): void {
    if (!this.#closed) this.state.set({ ...this.state.get(), ...change });
  }

  /** Claims more when few are ready. Safe to call at any time. */
  async fill(): Promise<void> {
    if (this.#filling || this.#closed || this.state.get().items.length >= this.#size.low) return;
    this.#filling = true;
    clearTimeout(this.#timer);
    let added = 0;
    try {
      added = await this.#claim();
      this.#set({ problem: null });
    } catch (thrown) {
      this.#set({ problem: asProblem(thrown) });
      this.#timer = setTimeout(() => void this.fill(), RETRY);
      return;
    } finally {
      this.#filling = false;
    }
    // Items may have been submitted while the claim was under way; only a claim that brings nothing means that nothing is left.
    const { items } = this.state.get();
    if (added > 0 && items.length < this.#size.low) void this.fill();
    else if (items.length === 0) this.#set({ phase: 'empty' });
  }

  /** The server counts this person's claimed work first, so the limit covers it: ours, what is on its way, and other tabs'. */
  async #claim(): Promise<number> {
    let elsewhere = 0;
    for (let round = 0; round < 3; round++) {
      this.#left.clear();
      const done = new Set(this.#source.onTheirWay());
      const limit = Math.min(MOST, this.#size.high + done.size + elsewhere);
      const work = await this.#source.claim(limit);
      const { added, held } = await this.#take(work.filter(({ id }) => !done.has(id)));
      this.#set({ phase: 'working' });
      if (added > 0 || held === 0 || held === elsewhere || limit === MOST) return added;
      elsewhere = held;
    }
    return 0;
  }
  async #take(work: readonly Work[]): Promise<{ added: number; held: number }> {
    const counts = { added: 0, held: 0 };
    for (const one of work) {
      if (this.#closed) break;
      if (one.lease_until) this.#leases.set(one.id, Date.parse(one.lease_until));
      const known = this.state.get().items.some(({ id }) => id === one.id);
      if (known || this.#left.has(one.id) || this.#source.onTheirWay().includes(one.id)) continue;
      if (this.state.get().items.length >= this.#size.high) break;
      const letGo = await this.#source.hold(one.id);
      if (!letGo) {
        counts.held++;
        continue;
      }
      const item = await this.#source.prepare(one);
      if (this.#closed) {
        item.release();
        letGo();
        break;
      }
      this.#holds.set(one.id, letGo);
      this.#set({ items: [...this.state.get().items, item], phase: 'working' });
      counts.added++;
    }
    return counts;
  }

  /** Renews every lease; what was lost and is not on the screen leaves quietly. */
  async renew(): Promise<void> {
    const ids = this.state.get().items.map(({ id }) => id);
    if (ids.length === 0 || this.#closed) return;
    const { renewed, lost } = await this.#source.renew(ids);
    for (const { id, lease_until } of renewed) this.#leases.set(id, Date.parse(lease_until));
    if (lost.length > 0) this.#lose(new Set(lost));
    else if (this.state.get().lost.size > 0) this.#set({ lost: new Set() });
  }
  #lose(lost: ReadonlySet<string>): void {
    const [current, ...others] = this.state.get().items;
    for (const item of others) if (lost.has(item.id)) this.#drop(item);
    const kept = others.filter(({ id }) => !lost.has(id));
    this.#set({ items: current ? [current, ...kept] : kept, lost });
    void this.fill();
  }
}
