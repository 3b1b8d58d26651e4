import { type RefObject, useEffect } from 'react';

/** Cards side by side scroll in step: as far through its text as the one that is scrolled, whatever their lengths. */
export function useTogether(cards: RefObject<HTMLElement | null>, enabled: boolean): void {
  useEffect(() => {
    const frame = cards.current;
    if (!enabled || !frame) return;
    // Setting a position makes a scroll event of its own, which must not answer.
    const set = new WeakMap<Element, number>();
    const follow = ({ target }: Event) => {
      if (!(target instanceof Element) || target.parentElement !== frame) return;
      if (set.get(target) === Math.round(target.scrollTop)) return;
      set.delete(target);
      const share = target.scrollTop / Math.max(1, target.scrollHeight - target.clientHeight);
      for (const other of frame.children) {
        if (other === target) continue;
        other.scrollTop = share * (other.scrollHeight - other.clientHeight);
        set.set(other, Math.round(other.scrollTop));
      }
    };
    frame.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => frame.removeEventListener('scroll', follow, { capture: true });
  }, [cards, enabled]);
}
