import { useSyncExternalStore } from 'react';
import { Signal } from '../queue/signal';
import { applyLook, preferences, shownTheme } from './preferences';

/** Light, dark, or whatever the system says. public/scheme.js does the same before the first paint. */
export type ColourScheme = 'auto' | 'light' | 'dark';

const chosen = (): ColourScheme => preferences.get().theme ?? 'auto';
const shown = new Signal<'light' | 'dark'>(shownTheme(chosen()));
const apply = (): void => {
  shown.set(shownTheme(chosen()));
  applyLook();
};
for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
  globalThis.matchMedia?.(query).addEventListener?.('change', apply);
preferences.subscribe(apply);

export const setColourScheme = (theme: ColourScheme): void => preferences.set({ theme });
/** What the person chose. */
export const useColourScheme = (): ColourScheme => useSyncExternalStore(preferences.subscribe, chosen);
/** What is on the screen. */
export const useShownScheme = (): 'light' | 'dark' => useSyncExternalStore(shown.subscribe, shown.get);
