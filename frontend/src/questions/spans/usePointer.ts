import { useEffect, useRef } from 'react';
import type { Span, SpansQuestion } from '../../api/types';
import type { Stretch } from '../../text/pieces';
import { goTo, spansOf } from './marking';
import { unitsOf } from './paint';
import { over, titlesOf } from './rules';
import type { Selecting } from './selecting';

/** How long a selection by touch must rest before labels are offered: its ends may still be pulled. */
const TOUCH_RESTS = 350;

/** Marks by mouse, pen and touch: the browser selects, we take what it selected. */
export function usePointer(
  selecting: Selecting,
  text: React.RefObject<HTMLDivElement | null>,
  questions: readonly SpansQuestion[],
): void {
  const latest = useRef(questions);
  latest.current = questions;
  useEffect(() => {
    const element = text.current;
    if (!element) return;
    let byTouch = false;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const down = (event: PointerEvent) => {
      byTouch = event.pointerType === 'touch';
      if (byTouch || event.button !== 0) return;
      // With Shift the browser would go on from where it selected last.
      if (event.shiftKey) getSelection()?.removeAllRanges();
      document.addEventListener('pointerup', up, { once: true });
    };
    // A press on what is selected unselects it only after the button is up.
    const up = (event: PointerEvent) => setTimeout(() => finish(event));
    const finish = (event: PointerEvent) => {
      const stretch = selectedIn(element, selecting);
      const unit = (selecting.place.question.snap === 'word') !== event.shiftKey ? 'word' : 'character';
      if (stretch) {
        selecting.take(stretch, unit, true);
        mirror(selecting);
      } else click(selecting, latest.current, event);
    };
    const changed = () => {
      if (!byTouch) return;
      clearTimeout(resting);
      resting = setTimeout(() => {
        const stretch = selectedIn(element, selecting);
        if (stretch) selecting.take(stretch, selecting.place.question.snap, false);
      }, TOUCH_RESTS);
    };
    const tap = (event: MouseEvent) => {
      if (byTouch && !selectedIn(element, selecting)) click(selecting, latest.current, event);
    };
    const hover = (event: PointerEvent) => {
      const found = event.buttons === 0 ? spanAt(selecting, latest.current, event) : null;
      const title = found ? titlesOf(found.question, found.span.labels).join(', ') : '';
      if (element.title !== title) element.title = title;
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', hover);
    element.addEventListener('click', tap);
    document.addEventListener('selectionchange', changed);
    return () => {
      clearTimeout(resting);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', hover);
      element.removeEventListener('click', tap);
      document.removeEventListener('selectionchange', changed);
      document.removeEventListener('pointerup', up);
    };
  }, [selecting, text]);
}

/** What the browser has selected of this text; null where that is nothing. */
function selectedIn(element: HTMLElement, { drawn }: Selecting): Stretch | null {
  const selection = getSelection();
  if (!drawn || !selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(element)) return null;
  if (!element.contains(range.startContainer)) range.setStart(element, 0);
  if (!element.contains(range.endContainer)) range.setEnd(element, element.childNodes.length);
  return drawn.stretchOf(range);
}

/** The browser's selection shows what was taken, or nothing once it is marked. */
function mirror(selecting: Selecting): void {
  const { caret } = selecting.state.get();
  const selection = getSelection();
  selection?.removeAllRanges();
  const range = caret && selecting.drawn?.rangeOf({ start: caret.anchor, end: caret.head });
  if (range) selection?.addRange(range);
}

type Point = { clientX: number; clientY: number };

/** A click on a mark picks it; another click there, the mark below it. */
function click(selecting: Selecting, all: readonly SpansQuestion[], point: Point): void {
  const { current } = selecting;
  const found = spanAt(selecting, all, point, current);
  if (!found) {
    selecting.pick(null);
    return;
  }
  const place = { question: found.question, on: selecting.place.on };
  if (found.question !== selecting.place.question) {
    selecting.pick(null);
    goTo(selecting.item, place);
    selecting.place = place;
  }
  selecting.pick(found.span);
}

function spanAt(
  selecting: Selecting,
  all: readonly SpansQuestion[],
  point: Point,
  after: Span | null = null,
): { question: SpansQuestion; span: Span } | null {
  const { drawn, offsets, item } = selecting;
  const place = drawn && placeAt(selecting, point);
  if (place === null || place === undefined) return null;
  const source = drawn?.reading.toSource({ start: place, end: place + 1 }) ?? null;
  if (!source) return null;
  const found = all.flatMap((question) =>
    over(spansOf(item, { question, on: selecting.place.on }), offsets.toPoints(source.start))
      .filter((span) => isUnder(selecting, span, point))
      .map((span) => ({ question, span })),
  );
  const next = after ? found.findIndex(({ span }) => span === after) + 1 : 0;
  return found[next % Math.max(1, found.length)] ?? null;
}

/** The letter under a point: the caret's place is beside it, so the point decides on which side. */
function placeAt({ drawn }: Selecting, { clientX, clientY }: Point): number | null {
  const caret = caretAt(clientX, clientY);
  const place = caret && drawn?.placeOf(caret.node, caret.offset);
  if (place === null || place === undefined) return null;
  const before = drawn?.rangeOf({ start: Math.max(0, place - 1), end: place });
  return before && place > 0 && holds(before.getBoundingClientRect(), clientX, clientY) ? place - 1 : place;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if (document.caretPositionFromPoint) {
    const at = document.caretPositionFromPoint(x, y);
    return at && { node: at.offsetNode, offset: at.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** A press in the margin finds the nearest letter too: the mark must be under the point itself. */
function isUnder({ drawn, offsets }: Selecting, span: Span, { clientX, clientY }: Point): boolean {
  const read = drawn?.reading.toRead(unitsOf(offsets, span));
  const range = read && drawn?.rangeOf(read);
  return [...(range?.getClientRects() ?? [])].some((rect) => holds(rect, clientX, clientY));
}
const holds = (rect: DOMRect, x: number, y: number): boolean =>
  x >= rect.left && x <= rect.right && y >= rect.top - 2 && y <= rect.bottom + 2;
