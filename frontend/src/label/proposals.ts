import type { Answer, AnswerValue, Suggestion } from '../api/types';
import { keyOf } from '../questions/form';
import { Signal } from '../queue/signal';

/** When suggestions are seen: never, when asked for, faintly beside the field, or filled in. */
export type SuggestMode = 'hidden' | 'on_demand' | 'ghost' | 'filled';
/** What became of what was suggested for one place. */
export type Outcome = {
  id: string;
  question: string;
  on: string;
  outcome: 'accepted' | 'edited' | 'ignored';
};
export type ProposalsState = {
  /** Which suggestion is proposed now, by its place in the list. */
  chosen: number;
  /** Whether they were asked for. */
  shown: boolean;
  /** Places that were filled in and that nobody touched since. */
  filled: ReadonlySet<string>;
};

/** The suggestions for one item: which is proposed, what the annotator saw of them and what they made of it. */
export class Proposals {
  readonly mode: SuggestMode;
  /** Best score first; those without a score last. */
  readonly list: readonly Suggestion[];
  readonly state: Signal<ProposalsState> = new Signal<ProposalsState>({
    chosen: 0,
    shown: false,
    filled: new Set(),
  });
  /** `<suggestion> <question> <on>` of what was on the screen, and of what was taken over. */
  readonly #seen = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(list: readonly Suggestion[], mode: SuggestMode) {
    this.mode = mode;
    this.list = [...list].sort((a, b) => (b.score ?? -1) - (a.score ?? -1));
  }
  get chosen(): Suggestion | undefined {
    return this.list[this.state.get().chosen];
  }
  /** What is proposed for a place now. */
  value(key: string): AnswerValue | undefined {
    return this.chosen?.answers.find(({ question, on }) => keyOf(question, on) === key)?.value;
  }
  /** Whether proposals are on the screen. */
  get visible(): boolean {
    return this.mode === 'ghost' || this.mode === 'filled' || this.state.get().shown;
  }
  toggle(): void {
    this.state.set({ ...this.state.get(), shown: !this.state.get().shown });
  }
  choose(chosen: number): boolean {
    if (!this.list[chosen]) return false;
    this.state.set({ ...this.state.get(), chosen });
    return true;
  }

  /** The answers to begin with where the project wants them filled in. */
  fill(): readonly Answer[] {
    const answers = this.mode === 'filled' ? (this.chosen?.answers ?? []) : [];
    const filled = new Set(answers.map(({ question, on }) => keyOf(question, on)));
    this.state.set({ ...this.state.get(), filled });
    for (const key of filled) this.took(key);
    return answers;
  }
  saw(key: string): void {
    if (this.value(key) !== undefined) this.#seen.add(`${this.chosen?.id} ${key}`);
  }
  took(key: string): void {
    this.saw(key);
    this.#taken.add(`${this.chosen?.id} ${key}`);
  }
  touched(key: string): void {
    const { filled } = this.state.get();
    if (!filled.has(key)) return;
    this.state.set({ ...this.state.get(), filled: new Set([...filled].filter((other) => other !== key)) });
  }

  /** What became of everything that was seen. `stands`: whether the final answer is the suggested one. */
  outcomes(stands: (answer: Answer) => boolean): Outcome[] {
    return this.list.flatMap(({ id, answers }) =>
      answers.flatMap((answer): Outcome[] => {
        const { question, on } = answer;
        const name = `${id} ${keyOf(question, on)}`;
        if (!this.#seen.has(name)) return [];
        const taken = this.#taken.has(name);
        return [{ id, question, on, outcome: !taken ? 'ignored' : stands(answer) ? 'accepted' : 'edited' }];
      }),
    );
  }
}
