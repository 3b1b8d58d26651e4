import { type RefObject, useEffect, useRef } from 'react';

const FIELDS = 'input, textarea, select, button';

/**
 * Where work begins in a dialogue: a field, or the first one inside a box. It takes the focus once the dialogue is open,
 * because opening gives it to the close button.
 */
export function useFirstFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const box = target.current;
      (box?.matches(FIELDS) ? box : box?.querySelector<HTMLElement>(FIELDS))?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return target;
}
