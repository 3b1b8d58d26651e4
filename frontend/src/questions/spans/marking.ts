import type { Span, SpansQuestion, SpansValue } from '../../api/types';
import type { Item } from '../../label/item';
import { Signal } from '../../queue/signal';
import { responseOf } from '../form';
import type { Change } from './rules';

/** A question of ours asked about a text. */
export type SpansPlace = { question: SpansQuestion; on: string };

/** What the field and the text of a question share beside the answer, for as long as the item is worked on. */
export type MarkingState = {
  /** The label that sticks: what is selected gets it at once. */
  label: { question: string; value: string } | null;
  /** The mark that keys and buttons are about. */
  current: { question: string; on: string; span: Span } | null;
};

const states = new WeakMap<Item, Signal<MarkingState>>();

export function markingOf(item: Item): Signal<MarkingState> {
  const state = states.get(item) ?? new Signal<MarkingState>({ label: null, current: null });
  states.set(item, state);
  return state;
}

export const NO_SPANS: readonly Span[] = [];

export const spansOf = (item: Item, place: SpansPlace): readonly Span[] =>
  (item.value(place) as SpansValue | undefined)?.spans ?? NO_SPANS;

export function currentOf(item: Item, { question, on }: SpansPlace): Span | null {
  const { current } = markingOf(item).get();
  return current && current.question === question.name && current.on === on ? current.span : null;
}

export function setCurrent(item: Item, { question, on }: SpansPlace, span: Span | null): void {
  const state = markingOf(item);
  if (!span && !state.get().current) return;
  state.set({ ...state.get(), current: span && { question: question.name, on, span } });
}

export const stickyLabel = (item: Item, question: SpansQuestion): string | null => {
  const { label } = markingOf(item).get();
  return label?.question === question.name ? label.value : null;
};

/** A label sticks, or no longer does. */
export function toggleLabel(item: Item, question: SpansQuestion, value: string): void {
  const state = markingOf(item);
  const label = stickyLabel(item, question) === value ? null : { question: question.name, value };
  state.set({ ...state.get(), label });
}

/** Keeps a change of the marks; false where it was refused. */
export function keep(item: Item, place: SpansPlace, change: Change): boolean {
  if (!change) return false;
  item.set(place, { spans: change.spans });
  setCurrent(item, place, change.at);
  return true;
}

/** Without its last mark a text is unanswered again: that there is nothing to mark must be said. */
export function keepWithout(item: Item, place: SpansPlace, spans: Span[]): void {
  setCurrent(item, place, null);
  item.set(place, spans.length > 0 ? { spans } : undefined);
}

/** Where the keyboard goes for a place: item-wide names for responses, targets for other texts. */
export function goTo(item: Item, { question, on }: SpansPlace): void {
  const response = responseOf(on);
  item.goTo({ question: question.name, ...(response ? { response } : { target: on }) });
}

/** The text that questions about `on` are answered on, in the item around an element. */
export const surfaceNear = (element: Element | null, on: string): HTMLElement | null =>
  (element?.closest('main') ?? document).querySelector<HTMLElement>(
    `[data-surface][data-on="${CSS.escape(on)}"]`,
  );
