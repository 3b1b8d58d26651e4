// Words and characters as people see them, for selecting; languages without spaces included.
import type { Stretch } from './pieces';

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Segments that count as words beside those of a language: pictures, formulas. */
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\uFFFC]/u;

export type Unit = 'word' | 'character';

/** The longest line that is cut into words at once; past it a window is cut, so that a huge line costs no more. */
const WINDOW = 4_000;

/** The line around a place: words never reach past it. */
function lineAround(text: string, place: number): Stretch {
  const before = text.lastIndexOf('\n', Math.max(0, place - 1));
  const after = text.indexOf('\n', place);
  const start = before < 0 || (place === 0 && before === 0) ? 0 : before + 1;
  const end = after < 0 ? text.length : after;
  if (end - start <= WINDOW) return { start: Math.min(start, end), end };
  return {
    start: spaceBefore(text, Math.max(start, place - WINDOW / 2)),
    end: Math.min(end, place + WINDOW / 2),
  };
}
const spaceBefore = (text: string, place: number): number => Math.max(0, text.lastIndexOf(' ', place) + 1);

function unitsAround(text: string, place: number, unit: Unit): Stretch[] {
  const line = lineAround(text, place);
  const segments = (unit === 'word' ? WORDS : CHARACTERS).segment(text.slice(line.start, line.end));
  return [...segments].flatMap(({ segment, index, isWordLike }) =>
    unit === 'word' && !isWordLike && !PICTURE.test(segment)
      ? []
      : [{ start: line.start + index, end: line.start + index + segment.length }],
  );
}

/** A selection widened to whole words or characters, without white space at its ends; null when nothing is left. */
export function snapped(text: string, { start, end }: Stretch, unit: Unit): Stretch | null {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? '')) from++;
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  if (from >= to) return null;
  const begin = unitsAround(text, from, unit).find((each) => each.start <= from && from < each.end);
  const finish = unitsAround(text, to, unit).find((each) => each.start < to && to <= each.end);
  return { start: begin?.start ?? from, end: finish?.end ?? to };
}

type Holds = (unit: Stretch) => boolean;

/** The first word or character, from a place on, for which this holds. */
function first(text: string, place: number, unit: Unit, holds: Holds): Stretch | null {
  let at = place;
  while (at <= text.length) {
    const found = unitsAround(text, at, unit).find((each) => holds(each) && isSeen(text, each));
    if (found) return found;
    const { end } = lineAround(text, at);
    if (end >= text.length) return null;
    at = Math.max(at, end) + 1;
  }
  return null;
}

/** The last word or character, up to a place, for which this holds. */
function last(text: string, place: number, unit: Unit, holds: Holds): Stretch | null {
  let at = place;
  while (at >= 0) {
    const found = unitsAround(text, at, unit).findLast((each) => holds(each) && isSeen(text, each));
    if (found) return found;
    const { start } = lineAround(text, at);
    if (start <= 0) return null;
    at = Math.min(at, start) - 1;
  }
  return null;
}
const isSeen = (text: string, { start, end }: Stretch): boolean => /\S/.test(text.slice(start, end));

/** What is selected by the keyboard: from where it began to where it goes. */
export type Caret = { anchor: number; head: number };

export const stretchOf = ({ anchor, head }: Caret): Stretch => ({
  start: Math.min(anchor, head),
  end: Math.max(anchor, head),
});
const over = ({ start, end }: Stretch): Caret => ({ anchor: start, head: end });

/** The neighbouring word or character is selected. Null at either end of the text. */
export function step(text: string, caret: Caret, unit: Unit, by: -1 | 1): Caret | null {
  const { start, end } = stretchOf(caret);
  const next =
    by > 0
      ? first(text, end, unit, (each) => each.start >= end)
      : last(text, start, unit, (each) => each.end <= start);
  return next && over(next);
}

/** The moving end of the selection goes on by a word or character, or back; past its beginning it turns around. */
export function extend(text: string, { anchor, head }: Caret, unit: Unit, by: -1 | 1): Caret | null {
  const forwards = head >= anchor;
  if (by > 0 && forwards) {
    const next = first(text, head, unit, ({ end }) => end > head);
    return next && { anchor, head: next.end };
  }
  if (by < 0 && !forwards) {
    const next = last(text, head, unit, ({ start }) => start < head);
    return next && { anchor, head: next.start };
  }
  if (by > 0) {
    const next = first(text, head, unit, ({ start }) => start > head);
    if (next && next.start < anchor) return { anchor, head: next.start };
    const beyond = first(text, anchor, unit, ({ end }) => end > anchor);
    // What was selected first stays selected, and the other end moves on.
    return beyond && { anchor: head, head: beyond.end };
  }
  const next = last(text, head, unit, ({ end }) => end < head);
  if (next && next.end > anchor) return { anchor, head: next.end };
  const beyond = last(text, anchor, unit, ({ start }) => start < anchor);
  return beyond && { anchor: head, head: beyond.start };
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Whether the line around a place runs from right to left: as its first letter does. */
export function runsRightToLeft(text: string, place: number): boolean {
  const { start, end } = lineAround(text, place);
  return RIGHT_TO_LEFT.test(text.slice(start, end).match(/\p{L}/u)?.[0] ?? '');
}
