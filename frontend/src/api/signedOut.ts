import { useSyncExternalStore } from 'react';

// Whether the server has told us that the session is over. What was typed stays; a banner offers the way back in.
let ended = false;
const listeners = new Set<() => void>();
const set = (value: boolean) => {
  if (ended === value) return;
  ended = value;
  for (const listener of listeners) listener();
};

export const sessionEnded = (): void => set(true);
export const sessionLives = (): void => set(false);
export const useSignedOut = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );

/** The sign-in page, which leads back to where the person is now. */
export const signInUrl = (back: string = location.pathname + location.search): string =>
  `/accounts/login/?next=${encodeURIComponent(back)}`;
