import { type RefObject, useEffect, useRef } from 'react';

/** Where typing begins in a dialogue: it takes the focus once the dialogue is open (opening gives it to the close button). */
export function useFirstFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => target.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return target;
}
