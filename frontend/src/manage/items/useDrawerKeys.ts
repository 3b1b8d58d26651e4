import { useEffect, useRef } from 'react';
import { isWriting } from '../../keys/chord';
import { singleKeys } from '../../keys/preference';

/** J and K go to the next and the previous item while the drawer is the dialogue on top and nobody writes. */
export function useDrawerKeys(to: { next: () => unknown; previous: () => unknown }): void {
  const latest = useRef(to);
  latest.current = to;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!singleKeys.get() || isWriting(event.target)) return;
      if (document.querySelectorAll('dialog[open]').length > 1) return;
      if (event.key === 'j') latest.current.next();
      if (event.key === 'k') latest.current.previous();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
