import type { Answer, AnswerValue, AssetView, Assignment, Form, Question, Suggestion } from '../api/types';
import {
  type Answers,
  answersFrom,
  draftAnswers,
  finalAnswers,
  gapsOf,
  keyOf,
  onResponse,
  type Place,
  type PlaceGap,
  placeKey,
  responseOf,
  visiblePlaces,
} from '../questions/form';
import type { Shown } from '../questions/kind';
import { kindOf } from '../questions/kinds';
import { type Subject, subjectOf } from '../questions/target';
import { Signal } from '../queue/signal';
import { type Outcome, Proposals, type SuggestMode } from './proposals';
import { Sketches } from './sketches';

export type ItemState = {
  answers: Answers;
  /** The question that keys go to. */
  question: string | null;
  /** The response that keys go to; null when the item has none. */
  response: string | null;
  /** The message, document or turn that keys go to, as an `on`; null before one was visited. */
  target: string | null;
  /** Whether a submission was tried with gaps, so that they are shown. */
  tried: boolean;
};

/**
 * One item on the screen: what is answered and where the keyboard is. Key handlers read it directly, never through a
 * rendered copy, so that "2113" typed in one go lands on four responses.
 */
export class Item {
  readonly form: Form;
  /** What it was claimed as; absent where a form is only tried. Uploads by the annotator need it. */
  readonly claim: { id: string; project: string } | null;
  /** The pictures that came with it: handles, and the ids of the annotator's own uploads. */
  readonly assets: Readonly<Record<string, AssetView>>;
  readonly subject: Subject;
  readonly responses: readonly Shown[];
  readonly state: Signal<ItemState>;
  /** What models or imports propose; null where nothing is proposed. */
  readonly proposals: Proposals | null;
  /** What is being drawn and is no answer yet. */
  readonly sketches: Sketches;
  /** The questions that it came back for, the only ones to be answered; null for all. */
  readonly asked: ReadonlySet<string> | null;
  readonly #changed: ((answers: Answer[]) => void) | null;
  #touched = false;

  /** `changed` hears of every change; null makes an item that is only looked at. */
  constructor(
    assignment: Pick<Assignment, 'form' | 'content'> &
      Partial<Pick<Assignment, 'id' | 'project' | 'assets' | 'suggest' | 'suggestions' | 'returned'>>,
    answers: readonly Answer[] = [],
    changed: ((answers: Answer[]) => void) | null = () => {},
    sketches = new Sketches(),
  ) {
    this.sketches = sketches;
    this.form = assignment.form;
    const { id, project } = assignment;
    this.claim = id && project ? { id, project: project.id } : null;
    this.assets = assignment.assets ?? {};
    this.subject = subjectOf(assignment.content);
    this.responses = this.subject.responses;
    this.#changed = changed;
    const { questions } = (assignment.returned ?? {}) as { questions?: readonly string[] | null };
    this.asked = questions ? new Set(questions) : null;
    const { suggest = 'hidden', suggestions = [] } = assignment;
    this.proposals =
      changed && suggest !== 'hidden' && suggestions.length > 0
        ? new Proposals(suggestions as readonly Suggestion[], suggest as SuggestMode)
        : null;
    const given = answersFrom(answers.length > 0 ? answers : (this.proposals?.fill() ?? []));
    const places = visiblePlaces(this.form, this.subject, given);
    const first =
      gapsOf(this.form, this.subject, given)[0] ??
      places.find(({ question }) => this.asked?.has(question.name)) ??
      places[0];
    this.state = new Signal<ItemState>({
      answers: given,
      question: first?.question.name ?? null,
      response: this.#startResponse(first),
      target: first?.on ?? null,
      tried: false,
    });
  }
  #startResponse(place: Place | undefined): string | null {
    return (place && responseOf(place.on)) ?? this.responses[0]?.id ?? null;
  }

  /** Whether the annotator changed anything since the item came. */
  get touched(): boolean {
    return this.#touched;
  }
  places(): Place[] {
    return visiblePlaces(this.form, this.subject, this.state.get().answers);
  }
  gaps(): PlaceGap[] {
    return gapsOf(this.form, this.subject, this.state.get().answers);
  }
  final(): Answer[] {
    return finalAnswers(this.form, this.subject, this.state.get().answers);
  }
  value(place: Pick<Place, 'question' | 'on'>): AnswerValue | undefined {
    return this.state.get().answers[placeKey(place)];
  }

  /** Whether a question can be answered; work may come back for some of them alone. */
  isAsked({ name }: Pick<Question, 'name'>): boolean {
    return this.asked?.has(name) ?? true;
  }
  set(place: Pick<Place, 'question' | 'on'>, value: AnswerValue | undefined): void {
    if (!this.#changed || !this.isAsked(place.question)) return;
    const { [placeKey(place)]: _, ...rest } = this.state.get().answers;
    const answers = value === undefined ? rest : { ...rest, [placeKey(place)]: value };
    this.#touched = true;
    this.proposals?.touched(placeKey(place));
    this.state.set({ ...this.state.get(), answers });
    this.#changed(draftAnswers(answers));
  }

  /** The place that keys go to now. */
  active(): Place | null {
    const { question, response, target } = this.state.get();
    const places = this.places();
    const here = places.filter((place) => place.question.name === question);
    const at = response !== null ? onResponse(response) : null;
    return (
      here.find(({ on }) => on === at) ?? here.find(({ on }) => on === target) ?? here[0] ?? places[0] ?? null
    );
  }
  /** Goes to a question, a response or another target, and closes what was left half-typed. */
  goTo(to: { question?: string; response?: string | null; target?: string | null }): void {
    this.#settle();
    this.state.set({ ...this.state.get(), ...to });
  }
  #settle(): void {
    const { answers } = this.state.get();
    for (const question of this.form.questions) {
      const value = answers[keyOf(question.name, 'item')];
      const settled = value && kindOf(question).settle?.(value, this.responses);
      if (settled && JSON.stringify(settled) !== JSON.stringify(value))
        this.set({ question, on: 'item' }, settled);
    }
  }

  /** To the next message, document or turn where the question asks about those, else to the next response. */
  stepTarget(by: -1 | 1): boolean {
    const place = this.active();
    if (!place || place.question.scope === 'item' || responseOf(place.on)) return this.stepResponse(by);
    const here = this.places().filter(({ question }) => question === place.question);
    const next = here[here.findIndex(({ on }) => on === place.on) + by];
    if (!next) return false;
    this.goTo({ target: next.on });
    return true;
  }
  stepResponse(by: -1 | 1): boolean {
    const at = this.responses.findIndex(({ id }) => id === this.state.get().response);
    const next = this.responses[at + by];
    if (!next) return false;
    this.goTo({ response: next.id });
    return true;
  }
  stepQuestion(by: -1 | 1): boolean {
    const names = this.#questionNames();
    const at = names.indexOf(this.active()?.question.name ?? '');
    const next = names[at + by];
    if (!next) return false;
    this.goTo({ question: next, response: this.#firstOf(next), target: null });
    return true;
  }
  #questionNames(): string[] {
    return [...new Set(this.places().map(({ question }) => question.name))];
  }
  /** Where a question begins: its first response for questions about responses and for rankings, else where one is. */
  #firstOf(name: string): string | null {
    const place = this.places().find(({ question }) => question.name === name);
    if (!place) return this.state.get().response;
    const response = responseOf(place.on);
    if (response) return response;
    return place.question.kind === 'ranking' ? (this.responses[0]?.id ?? null) : this.state.get().response;
  }

  /** A plain key on the active question. False when it means nothing there. */
  press(key: string): boolean {
    const place = this.active();
    if (!place) return false;
    const { response } = this.state.get();
    const kind = kindOf(place.question);
    const pressed = kind.press(place.question, this.value(place), key, {
      response,
      target: place.target,
    });
    if (!pressed) return false;
    this.set(place, pressed.value);
    if (pressed.go === 'target') this.#advance(place);
    else if (pressed.go === 'question') this.stepQuestion(1);
    return true;
  }
  /** To the next thing that this question asks about, or past the last to the next question. */
  #advance(place: Place): void {
    if (place.question.scope !== 'item' && !responseOf(place.on)) {
      if (!this.stepTarget(1) && !this.stepQuestion(1)) this.goTo({});
      return;
    }
    const { response } = this.state.get();
    const ids =
      place.question.scope === 'responses'
        ? this.places().flatMap(({ question, on }) =>
            question.name === place.question.name ? [responseOf(on)] : [],
          )
        : this.responses.map(({ id }) => id);
    const next = ids[ids.indexOf(response) + 1];
    if (next) this.state.set({ ...this.state.get(), response: next });
    else if (!this.stepQuestion(1)) this.goTo({});
  }

  /** Takes over what is proposed for a place, and goes on; false where nothing is. */
  accept(place: Place | null = this.active()): boolean {
    const key = place && placeKey(place);
    const value = key && this.proposals?.visible ? this.proposals.value(key) : undefined;
    if (!place || !key || value === undefined) return false;
    this.set(place, value);
    this.proposals?.took(key);
    // A whole order or a rating of the item is answered at once, however many responses there are.
    if (place.question.scope !== 'item') this.#advance(place);
    else if (!this.stepQuestion(1)) this.goTo({});
    return true;
  }
  /** What became of the suggestions that were seen. */
  outcomes(): Outcome[] {
    if (!this.proposals) return [];
    const final = new Map(this.final().map((answer) => [keyOf(answer.question, answer.on), answer.value]));
    const places = new Map(this.places().map((place) => [placeKey(place), place]));
    return this.proposals.outcomes((answer) => {
      const key = keyOf(answer.question, answer.on);
      const place = places.get(key);
      if (!place) return false;
      const proposed = kindOf(place.question).canonical(place.question, answer.value, place.target);
      return same(proposed, final.get(key));
    });
  }

  /** Goes to the first gap and from now on shows the gaps; null when there is none. */
  seekGap(): PlaceGap | null {
    const gap = this.gaps()[0] ?? null;
    if (!gap) return null;
    const response =
      responseOf(gap.on) ??
      (gap.gap.reason === 'unranked' ? this.#firstUnranked(gap) : this.state.get().response);
    this.goTo({ question: gap.question.name, response, target: gap.on });
    this.state.set({ ...this.state.get(), tried: true });
    return gap;
  }
  #firstUnranked(place: Place): string | null {
    const value = this.value(place);
    const ranks = value && 'ranks' in value ? value.ranks : [];
    return this.responses.find(({ id }) => !ranks.some((rank) => rank.includes(id)))?.id ?? null;
  }
}

/** Whether two values say the same, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}
