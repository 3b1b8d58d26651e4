import { useEffect, useRef } from 'react';
import { chordOf, isControl, isWriting } from '../../../keys/chord';
import { singleKeys } from '../../../keys/preference';

/** What the keys of the list do. `grid` ones work while the list has the focus, the others everywhere on the page. */
export const LIST_KEYS = [
  { does: 'down', keys: ['j', 'ArrowDown'] },
  { does: 'up', keys: ['k', 'ArrowUp'] },
  { does: 'open', keys: ['Enter', 'o'] },
  { does: 'mark', keys: ['x', 'Space'] },
  { does: 'markDown', keys: ['Shift+ArrowDown'] },
  { does: 'markUp', keys: ['Shift+ArrowUp'] },
  { does: 'all', keys: ['Mod+a'] },
  { does: 'first', keys: ['Home'] },
  { does: 'last', keys: ['End'] },
  { does: 'search', keys: ['/'] },
  { does: 'leave', keys: ['Escape'] },
] as const;
export type Doing = (typeof LIST_KEYS)[number]['does'];

const BY_CHORD = new Map<string, Doing>(
  LIST_KEYS.flatMap(({ does, keys }) => keys.map((key) => [key, does] as const)),
);

/** Keys of the list while nobody writes and no dialogue is open. A handler that says false lets the key through. */
export function useListKeys(
  grid: { readonly current: HTMLElement | null },
  handlers: Readonly<Record<Doing, () => unknown>>,
): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isWriting(event.target)) return;
      if (document.querySelector('dialog[open], :popover-open')) return;
      const chord = chordOf(event);
      const does = BY_CHORD.get(chord);
      if (!does) return;
      if (chord.length === 1 && !singleKeys.get()) return;
      const within = grid.current?.contains(event.target as Node) ?? false;
      if (chord.length > 1 && !within) return;
      // Enter and Space on a button of a row are the button's.
      if ((chord === 'Enter' || chord === 'Space') && isControl(event.target)) return;
      if (latest.current[does]() !== false) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [grid]);
}
