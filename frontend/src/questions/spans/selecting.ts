import type { Span } from '../../api/types';
import { i18n } from '../../i18n';
import type { Item } from '../../label/item';
import { Signal } from '../../queue/signal';
import type { DrawnText } from '../../text/drawn';
import { Offsets } from '../../text/offsets';
import type { Stretch } from '../../text/pieces';
import { type Caret, extend, runsRightToLeft, snapped, step, stretchOf, type Unit } from '../../text/words';
import {
  currentOf,
  keep,
  keepWithout,
  type SpansPlace,
  setCurrent,
  spansOf,
  stickyLabel,
  toggleLabel,
} from './marking';
import { unitsOf } from './paint';
import { add, type Change, over, relabel, remove, resize, titlesOf } from './rules';

export type SelectingState = {
  /** What is selected, in places of what is read. */
  caret: Caret | null;
  /** Whether labels are offered beside the selection or the current mark. */
  tools: boolean;
  /** For those who hear the page. */
  said: string;
};
export type Edge = 'start' | 'end';

const LONGEST_SAID = 120;
const words = (key: 'selected' | 'overlaps' | 'end', text = ''): string =>
  i18n.t(`spans.${key}`, { ns: 'label', text });

/** Marking one text: what is selected there, and what keys, buttons and the pointer do with it. */
export class Selecting {
  readonly state = new Signal<SelectingState>({ caret: null, tools: false, said: '' });
  readonly item: Item;
  readonly source: string;
  readonly offsets: Offsets;
  /** The question that marks go to; the text may be asked about by several. */
  place: SpansPlace;
  /** The text on the page; null until it is drawn. */
  drawn: DrawnText | null = null;
  /** Which end of the current mark the keyboard moves. */
  edge: Edge = 'end';

  constructor(item: Item, source: string, place: SpansPlace) {
    this.item = item;
    this.source = source;
    this.offsets = new Offsets(source);
    this.place = place;
  }
  get current(): Span | null {
    return currentOf(this.item, this.place);
  }
  get spans(): readonly Span[] {
    return spansOf(this.item, this.place);
  }
  get #read(): string {
    return this.drawn?.reading.text ?? '';
  }
  #set(change: Partial<SelectingState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
  #say(said: string): void {
    this.#set({ said });
  }

  /** What is selected, in units of the source; null where nothing is. */
  selected(): Stretch | null {
    const { caret } = this.state.get();
    const stretch = caret && stretchOf(caret);
    return stretch && stretch.start < stretch.end ? (this.drawn?.reading.toSource(stretch) ?? null) : null;
  }
  /** What is selected as it is read, or what is read of the current mark. */
  shown(): Stretch | null {
    const { caret } = this.state.get();
    return this.current ? this.#readOf(this.current) : caret && stretchOf(caret);
  }
  #readOf(span: Span): Stretch | null {
    return this.drawn?.reading.toRead(unitsOf(this.offsets, span)) ?? null;
  }
  /** The words of a mark, as they are read. */
  wordsOf(span: Stretch): string {
    return this.#wordsAt(unitsOf(this.offsets, span));
  }
  #wordsAt(source: Stretch): string {
    const read = this.drawn?.reading.toRead(source);
    const words = read ? this.#read.slice(read.start, read.end) : '';
    // Formulas are read as they were written.
    return short(words && !words.includes('\uFFFC') ? words : this.source.slice(source.start, source.end));
  }
  #points({ start, end }: Stretch): Stretch {
    return { start: this.offsets.toPoints(start), end: this.offsets.toPoints(end) };
  }
  labelsOf(span: Span): string {
    return (
      titlesOf(this.place.question, span.labels).join(', ') || i18n.t('spans.unlabelled', { ns: 'label' })
    );
  }

  /** Nothing is selected any more. */
  leave(): void {
    this.#set({ caret: null, tools: false });
  }
  /** Takes what the pointer selected: marked at once where a label sticks, else labels are offered. */
  take(stretch: Stretch, unit: Unit, sticks: boolean): void {
    const whole = snapped(this.#read, stretch, unit);
    setCurrent(this.item, this.place, null);
    if (!whole) {
      this.leave();
      return;
    }
    this.#set({ caret: { anchor: whole.start, head: whole.end }, tools: true });
    const label = stickyLabel(this.item, this.place.question);
    if (!sticks || label === null || !this.label(label)) return;
    setCurrent(this.item, this.place, null);
    this.leave();
  }
  /** A mark becomes the current one; null: none is. */
  pick(span: Span | null, tools = true): void {
    setCurrent(this.item, this.place, span);
    this.edge = 'end';
    const read = span && this.#readOf(span);
    this.#set({ caret: read && { anchor: read.start, head: read.end }, tools: span !== null && tools });
    if (span) this.#sayCurrent(span);
  }
  #sayCurrent(span: Span): void {
    const { spans } = this;
    this.#say(
      i18n.t('spans.current', {
        ns: 'label',
        number: spans.indexOf(span) + 1,
        count: spans.length,
        labels: this.labelsOf(span),
        text: this.wordsOf(span),
      }),
    );
  }

  /** A label for the current mark, else for what is selected; where nothing is, for what is selected next. */
  label(value: string): boolean {
    const { current, place, spans } = this;
    const { question } = place;
    if (current) return this.#keep(relabel(question, spans, current, value));
    const selected = this.selected();
    if (selected) return this.#keep(add(question, spans, this.#points(selected), value));
    toggleLabel(this.item, question, value);
    return true;
  }
  #keep(change: Change): boolean {
    if (!keep(this.item, this.place, change) || !change) {
      this.#say(words('overlaps'));
      return false;
    }
    const { at } = change;
    this.#set({
      tools: false,
      said: i18n.t('spans.marked', { ns: 'label', labels: this.labelsOf(at), text: this.wordsOf(at) }),
    });
    return true;
  }
  /** Takes away the current mark, or else the one that is selected in. */
  remove(): void {
    const selected = this.selected();
    const { spans } = this;
    const span = this.current ?? (selected && over(spans, this.offsets.toPoints(selected.start))[0]);
    if (!span) return;
    keepWithout(this.item, this.place, remove(spans, span));
    this.#set({ tools: false, said: i18n.t('spans.removed', { ns: 'label', text: this.wordsOf(span) }) });
  }

  /** By words or characters over the text; `right` as the line runs. */
  go(unit: Unit, right: boolean): void {
    const caret = this.state.get().caret ?? { anchor: 0, head: 0 };
    this.#goTo(step(this.#read, caret, unit, this.#direction(right)));
  }
  #direction(right: boolean): -1 | 1 {
    const at = this.state.get().caret?.head ?? 0;
    return right === runsRightToLeft(this.#read, at) ? -1 : 1;
  }
  #goTo(caret: Caret | null): void {
    if (!caret) {
      this.#say(words('end'));
      return;
    }
    setCurrent(this.item, this.place, null);
    this.#set({ caret, tools: false });
    this.#saySelected();
  }
  #saySelected(): void {
    const selected = this.selected();
    if (!selected) return;
    const text = this.#wordsAt(selected);
    const around = over(this.spans, this.offsets.toPoints(selected.start)).map((span) => this.labelsOf(span));
    this.#say(
      around.length > 0
        ? i18n.t('spans.inside', { ns: 'label', text, labels: around.join(', ') })
        : words('selected', text),
    );
  }
  /** To the word of another line that the page shows next to a place there. */
  goToPlace(place: number, extending: boolean): void {
    const { caret } = this.state.get();
    const at = step(this.#read, { anchor: place, head: place }, 'word', 1);
    const before = step(this.#read, { anchor: place, head: place }, 'word', -1);
    const word =
      [before, at].find((each) => each && each.anchor <= place && place <= each.head) ?? at ?? before;
    if (!word) return;
    const anchor = extending && caret ? caret.anchor : word.anchor;
    const head = extending && word.anchor < anchor ? word.anchor : word.head;
    this.#goTo({ anchor, head });
  }
  /** More or less is selected; where a mark is current, the mark grows or shrinks at the edge that is moved. */
  extend(unit: Unit, right: boolean): void {
    if (this.current) {
      this.nudge(this.edge, right, unit);
      return;
    }
    const { caret } = this.state.get();
    if (!caret) {
      this.go(unit, right);
      return;
    }
    this.#goTo(extend(this.#read, caret, unit, this.#direction(right)));
  }
  nudge(edge: Edge, right: boolean, unit: Unit = this.place.question.snap): void {
    const { current } = this;
    const read = current && this.#readOf(current);
    if (!current || !read) return;
    const caret =
      edge === 'end' ? { anchor: read.start, head: read.end } : { anchor: read.end, head: read.start };
    const moved = extend(this.#read, caret, unit, this.#direction(right));
    const source = moved && moved.anchor === caret.anchor && this.drawn?.reading.toSource(stretchOf(moved));
    if (!moved || !source) {
      this.#say(words('end'));
      return;
    }
    const change = resize(this.place.question, this.spans, current, this.#points(source));
    if (!keep(this.item, this.place, change) || !change) {
      this.#say(words('overlaps'));
      return;
    }
    this.#set({ caret: moved });
    this.#sayCurrent(change.at);
  }

  /** The next or the previous mark, from the current one or from what is selected. */
  goToMark(by: -1 | 1): void {
    const { spans, current } = this;
    if (spans.length === 0) {
      this.#say(i18n.t('spans.none', { ns: 'label' }));
      return;
    }
    const selected = this.selected();
    const place = selected ? this.offsets.toPoints(selected.start) : -1;
    const index = current ? spans.indexOf(current) + by : this.#markBeside(place, by);
    const span = spans[(index + spans.length) % spans.length];
    if (span) this.pick(span, false);
  }
  #markBeside(place: number, by: -1 | 1): number {
    const { spans } = this;
    const after = spans.findIndex(({ start }) => start >= place);
    if (by > 0) return after < 0 ? 0 : after;
    return after < 0 ? spans.length - 1 : after - 1;
  }
}

/** A text on one line, for the ear and for lists. */
export const short = (text: string, longest = LONGEST_SAID): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
