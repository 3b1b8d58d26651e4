import { newKey } from '../api/key';
import type { Answer } from '../api/types';
import type { Annotator } from '../compare/annotators';
import { type Subject, subjectOf } from '../questions/target';
import { Signal } from '../queue/signal';
import type { Desk, Held } from '../review/bench';
import type { AdjudicationWork } from '../review/types';
import {
  bodyOf,
  isBlank,
  NOTHING_SETTLED,
  openPlaces,
  type Settlement,
  takeAll,
  takeNone,
  takeOne,
  written,
} from './rules';

export type HeldDispute = Held<AdjudicationWork, Settlement>;
export type SettlingDesk = Desk<AdjudicationWork, Settlement>;
export type SettlingState = {
  settlement: Settlement;
  /** The question that keys are about; null when they are about whole answers. */
  card: number | null;
  /** Whether somebody tried to send it, so that what is missing is shown. */
  tried: boolean;
  writing: boolean;
};

/** One item while it is settled. Key handlers read it directly. */
export class Settling {
  readonly held: HeldDispute;
  readonly subject: Subject;
  readonly state: Signal<SettlingState>;
  readonly #desk: SettlingDesk;

  constructor(held: HeldDispute, desk: SettlingDesk) {
    this.held = held;
    this.#desk = desk;
    this.subject = subjectOf(held.work.content);
    this.state = new Signal<SettlingState>({
      settlement: held.opinions.get(held.work.assignment_id) ?? NOTHING_SETTLED,
      card: null,
      tried: false,
      writing: false,
    });
  }
  get settlement(): Settlement {
    return this.state.get().settlement;
  }
  /** What is not answered yet. */
  get open() {
    return openPlaces(this.held.work.form, this.subject, this.settlement);
  }

  takeAll(annotator: Annotator): void {
    this.#settle(takeAll(this.settlement, annotator));
  }
  takeOne(annotator: Annotator, question: string, on: string | null = null): void {
    this.#settle(takeOne(this.settlement, annotator, question, on));
  }
  takeNone(question: string): void {
    this.#settle(takeNone(this.settlement, question));
  }
  write(answers: readonly Answer[]): void {
    this.#settle(written(this.settlement, answers));
  }
  say(words: { reason?: string; comment?: string }): void {
    this.#settle({ ...this.settlement, ...words });
  }
  #settle(settlement: Settlement): void {
    this.#set({ settlement });
    const { assignment_id } = this.held.work;
    if (isBlank(settlement)) void this.#desk.opinions.drop(assignment_id);
    else this.#desk.opinions.change(assignment_id, settlement);
  }

  /** What keeps it from being sent; from now on it is shown. */
  lack(): 'open' | 'reason' | null {
    this.#set({ tried: true });
    if (this.open.length > 0) return 'open';
    return this.settlement.reason === '' && this.held.work.reasons.length > 0 ? 'reason' : null;
  }
  /** Hands the resolution to the outbox. */
  send(summary: { title: string; text: string }[]): void {
    const { work } = this.held;
    this.#add('resolution', bodyOf(work.form, this.subject, this.settlement), summary);
  }
  giveBack(reason: string): void {
    this.#add('skip', { reason }, []);
  }
  #add(
    verb: 'resolution' | 'skip',
    body: Record<string, unknown>,
    summary: { title: string; text: string }[],
  ): void {
    const { work } = this.held;
    void this.#desk.outbox
      .add({
        key: newKey(),
        assignment: work.assignment_id,
        project: work.project,
        verb,
        body,
        at: Date.now(),
        tries: 0,
        summary,
      })
      .then(() => this.#desk.opinions.drop(work.assignment_id));
  }

  goToCard(card: number | null): void {
    this.#set({ card });
  }
  stepCard(by: 1 | -1, count: number): void {
    const { card } = this.state.get();
    const next = card === null ? (by > 0 ? 0 : count - 1) : card + by;
    this.#set({ card: Math.max(0, Math.min(count - 1, next)) });
  }
  showWriting(writing: boolean): void {
    this.#set({ writing });
  }
  #set(change: Partial<SettlingState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

const known = new WeakMap<HeldDispute, Settling>();
export function settlingOf(held: HeldDispute, desk: SettlingDesk): Settling {
  const settling = known.get(held) ?? new Settling(held, desk);
  known.set(held, settling);
  return settling;
}
