import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import type { DrawnText } from '../../text/drawn';
import type { Stretch } from '../../text/pieces';
import { scrollerOf } from './reveal';

/** Texts up to this length are painted as a whole. */
const SHORT = 20_000;
/** What is painted beyond the edges of the screen, and when more of it is wanted; in screens. */
const AHEAD = 1.5;
const ENOUGH = 0.5;

/**
 * The part of a long text that is in sight, and some more, in places of the source; null for all of it. A browser looks
 * at every painted range whenever one changes, so those far away are left out.
 */
export function useSight(root: RefObject<HTMLElement | null>, drawn: DrawnText | null): Stretch | null {
  const [sight, setSight] = useState<Stretch | null>(null);
  useLayoutEffect(() => {
    setSight(root.current && drawn ? partWithin(root.current, drawn, AHEAD) : null);
  }, [root, drawn]);
  useEffect(() => {
    if (!drawn || drawn.reading.text.length <= SHORT) return;
    let frame = 0;
    const look = () => {
      const element = root.current;
      const near = element && partWithin(element, drawn, ENOUGH);
      if (element && near)
        setSight((now) => (now && contains(now, near) ? now : partWithin(element, drawn, AHEAD)));
    };
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    const observer = new ResizeObserver(soon);
    if (root.current) observer.observe(root.current);
    document.addEventListener('scroll', soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('scroll', soon, { capture: true });
    };
  }, [root, drawn]);
  return sight;
}

const contains = (outer: Stretch, inner: Stretch): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

function partWithin(root: HTMLElement, drawn: DrawnText, screens: number): Stretch | null {
  const { reading } = drawn;
  const { length } = reading.text;
  if (length <= SHORT) return null;
  const box = scrollerOf(root)?.getBoundingClientRect();
  const top = Math.max(0, box?.top ?? 0);
  const bottom = Math.min(innerHeight, box?.bottom ?? innerHeight);
  const more = (bottom - top) * screens;
  const start = firstPlace(drawn, length, (rect) => rect.bottom >= top - more);
  const end = firstPlace(drawn, length, (rect) => rect.top > bottom + more);
  // Out of sight altogether, an end of the text is painted: nothing is wrong with it.
  return reading.toSource({ start: Math.min(start, length - 1), end: Math.max(end, 1) });
}

/** The first letter for which this holds; letters stand below those before them. */
function firstPlace(drawn: DrawnText, length: number, holds: (rect: DOMRect) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const rect = drawn.rangeOf({ start: middle, end: middle + 1 })?.getBoundingClientRect?.();
    if (rect && !holds(rect)) low = middle + 1;
    else high = middle;
  }
  return low;
}
