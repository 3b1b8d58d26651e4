import { newKey } from '../api/key';
import type { Answer } from '../api/types';
import { Signal } from '../queue/signal';
import type { Desk, Held } from './bench';
import { bodyOf, isBlank, type Lack, lackOf, NO_OPINION, nextUp, type Opinion } from './rules';
import type { ReviewWork, UpForReview, VerdictName } from './types';

export type HeldReview = Held<ReviewWork, Opinion>;
export type ReviewDesk = Desk<ReviewWork, Opinion>;
export type JudgingState = {
  /** The assignment whose answers are judged now. */
  current: string;
  opinions: ReadonlyMap<string, Opinion>;
  /** What was decided here, by assignment. */
  judged: ReadonlyMap<string, VerdictName>;
  /** The question in the comparison that keys are about. */
  card: number;
  /** What kept the last try from being sent. */
  lack: Lack | null;
};

/** One item while it is reviewed. Key handlers read it directly, never through a rendered copy. */
export class Judging {
  readonly held: HeldReview;
  readonly state: Signal<JudgingState>;
  readonly #desk: ReviewDesk;

  constructor(held: HeldReview, desk: ReviewDesk) {
    this.held = held;
    this.#desk = desk;
    const begun = held.work.reviews.find(({ assignment_id }) => {
      const opinion = held.opinions.get(assignment_id);
      return opinion && !isBlank(opinion);
    });
    this.state = new Signal<JudgingState>({
      current: (begun ?? held.work.reviews[0])?.assignment_id ?? '',
      opinions: held.opinions,
      judged: new Map(),
      card: 0,
      lack: null,
    });
  }
  get reviews(): readonly UpForReview[] {
    return this.held.work.reviews;
  }
  get current(): UpForReview | undefined {
    return this.reviews.find(({ assignment_id }) => assignment_id === this.state.get().current);
  }
  get left(): readonly UpForReview[] {
    const { judged } = this.state.get();
    return this.reviews.filter(({ assignment_id }) => !judged.has(assignment_id));
  }
  get opinion(): Opinion {
    const { opinions, current } = this.state.get();
    return opinions.get(current) ?? NO_OPINION;
  }

  go(assignment: string): void {
    this.#set({ current: assignment, lack: null });
  }
  /** To the neighbour that is not judged yet. */
  step(by: 1 | -1): boolean {
    const { left } = this;
    const at = left.findIndex(({ assignment_id }) => assignment_id === this.state.get().current);
    const next = left[(at + by + left.length) % left.length];
    if (!next || left.length < 2) return false;
    this.go(next.assignment_id);
    return true;
  }
  opine(change: Partial<Opinion>): void {
    const { opinions, current } = this.state.get();
    const opinion = { ...this.opinion, ...change };
    this.#set({ opinions: new Map([...opinions, [current, opinion]]), lack: null });
    if (isBlank(opinion)) void this.#desk.opinions.drop(current);
    else this.#desk.opinions.change(current, opinion);
  }
  /** Nothing is decided; what was written stays for another verdict. */
  undecide(): void {
    this.opine({ verdict: null, answers: null });
  }

  /** Hands the verdict to the outbox. False, with what is lacking, when it cannot be sent yet. */
  decide(verdict: VerdictName, summarise: Summarise, answers?: readonly Answer[]): boolean {
    const { current } = this;
    if (!current || this.state.get().judged.has(current.assignment_id)) return false;
    const opinion = { ...this.opinion, ...(answers ? { answers } : {}) };
    const lack = verdict === 'accepted' ? null : lackOf({ ...opinion, verdict }, current.annotation.answers);
    if (lack) {
      this.#set({ lack });
      return false;
    }
    this.#send(current, verdict, opinion, summarise);
    const judged = new Map([...this.state.get().judged, [current.assignment_id, verdict] as const]);
    const next = nextUp(this.reviews, new Set(judged.keys()), current.assignment_id);
    this.#set({ judged, lack: null, ...(next ? { current: next.assignment_id } : {}) });
    return true;
  }
  /** Accepts everything that is left, each with the remarks that were made on it. */
  acceptAll(summarise: Summarise): void {
    for (const { assignment_id } of this.left) {
      this.go(assignment_id);
      this.decide('accepted', summarise);
    }
  }
  /** Somebody else shall judge what is left. */
  giveBack(reason: string): void {
    for (const { assignment_id } of this.left)
      void this.#desk.outbox
        .add({
          key: newKey(),
          assignment: assignment_id,
          project: this.held.work.project,
          verb: 'skip',
          body: { reason },
          at: Date.now(),
          tries: 0,
          summary: [],
        })
        .then(() => this.#desk.opinions.drop(assignment_id));
  }
  #send(review: UpForReview, verdict: VerdictName, opinion: Opinion, summarise: Summarise): void {
    const { assignment_id } = review;
    void this.#desk.outbox
      .add({
        key: newKey(),
        assignment: assignment_id,
        project: this.held.work.project,
        verb: 'verdict',
        body: bodyOf(verdict, opinion, review.annotation.revision),
        at: Date.now(),
        tries: 0,
        summary: summarise(review, verdict, opinion),
      })
      .then(() => this.#desk.opinions.drop(assignment_id));
  }

  stepCard(by: 1 | -1, count: number): void {
    const { card } = this.state.get();
    this.#set({ card: Math.max(0, Math.min(count - 1, card + by)) });
  }
  goToCard(card: number): void {
    this.#set({ card });
  }
  #set(change: Partial<JudgingState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

/** A verdict in words, for the list of what was not accepted. */
export type Summarise = (
  review: UpForReview,
  verdict: VerdictName,
  opinion: Opinion,
) => { title: string; text: string }[];

const known = new WeakMap<HeldReview, Judging>();
/** The same as long as the item is held: whoever comes back to it finds what they had begun. */
export function judgingOf(held: HeldReview, desk: ReviewDesk): Judging {
  const judging = known.get(held) ?? new Judging(held, desk);
  known.set(held, judging);
  return judging;
}
