import { useEffect } from 'react';

const LOOK_AGAIN = 20_000;

/** New work is looked for while somebody is watching. */
export function useLookingAgain(look: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') look();
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [look]);
}
