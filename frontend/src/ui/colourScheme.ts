import { useSyncExternalStore } from 'react';
import { Signal } from '../queue/signal';

/** Light, dark, or whatever the system says. public/scheme.js does the same before the first paint. */
export type ColourScheme = 'auto' | 'light' | 'dark';
const STORED = 'concord-colour-scheme';

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const chosen = new Signal<ColourScheme>(read());
const shown = new Signal<'light' | 'dark'>(resolve());

function read(): ColourScheme {
  const value = globalThis.localStorage?.getItem(STORED);
  return value === 'light' || value === 'dark' ? value : 'auto';
}
function resolve(): 'light' | 'dark' {
  const scheme = chosen.get();
  return scheme === 'auto' ? (dark?.matches ? 'dark' : 'light') : scheme;
}
function apply(): void {
  shown.set(resolve());
  document.documentElement.dataset.mantineColorScheme = shown.get();
}
dark?.addEventListener('change', apply);
globalThis.addEventListener?.('storage', (event) => {
  if (event.key !== STORED) return;
  chosen.set(read());
  apply();
});

export function setColourScheme(scheme: ColourScheme): void {
  localStorage.setItem(STORED, scheme);
  chosen.set(scheme);
  apply();
}
/** What the person chose. */
export const useColourScheme = (): ColourScheme => useSyncExternalStore(chosen.subscribe, chosen.get);
/** What is on the screen. */
export const useShownScheme = (): 'light' | 'dark' => useSyncExternalStore(shown.subscribe, shown.get);
