import { type RefObject, useLayoutEffect, useState } from 'react';

export type Span = { first: number; end: number };

/** Beside what can be seen: enough for a flick of the wheel. */
const BESIDE = 12;
/** The window moves in steps, so that scrolling does not draw the list anew for every pixel. */
const STEP = 6;

/** Which of `count` rows of `height` pixels are to be drawn when `above` pixels are scrolled away and `seen` can be seen. */
export function spanOf(count: number, height: number, above: number, seen: number): Span {
  const first = Math.floor(above / height) - BESIDE;
  const end = Math.ceil((above + seen) / height) + BESIDE;
  return {
    first: Math.max(0, Math.min(count, Math.floor(first / STEP) * STEP)),
    end: Math.max(0, Math.min(count, Math.ceil(end / STEP) * STEP)),
  };
}

/**
 * The rows of a long list that are near the window, in which the page itself scrolls. `list` is the part that holds the
 * rows; `height` is that of one row in pixels.
 */
export function useWindowed(list: RefObject<HTMLElement | null>, count: number, height: number): Span {
  const [span, setSpan] = useState<Span>(() => spanOf(count, height, 0, innerHeight));
  useLayoutEffect(() => {
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const above = -(list.current?.getBoundingClientRect().top ?? 0);
      const next = spanOf(count, height, above, innerHeight);
      setSpan((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    const soon = (): void => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [list, count, height]);
  return span;
}
