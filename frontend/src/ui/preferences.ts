import { Signal } from '../queue/signal';

/**
 * How a person likes the pages to look and the keys to lie. Here they are applied at once and remembered in this
 * browser; app/preferences.ts keeps them on the server too, so that they follow the person.
 * public/scheme.js reads the same record before the first paint.
 */
export type Preferences = {
  language: 'en' | 'es';
  theme: 'auto' | 'light' | 'dark';
  contrast: 'normal' | 'more';
  density: 'comfortable' | 'compact';
  layout: 'auto' | 'stacked' | 'focus';
  /** How often what is unread comes by e-mail. */
  digest: 'off' | 'daily' | 'hourly';
  /** Whether keys without Ctrl or ⌘ are commands (WCAG 2.1.4). */
  single_keys: boolean;
  /** Keys a person chose for commands, by the command's id. */
  keys: Readonly<Record<string, readonly string[]>>;
};
export type Chosen = Partial<Preferences>;
type Record_ = {
  chosen: Chosen;
  /** What the server does not know yet. */
  unsent: readonly (keyof Preferences)[];
  /** Whose they are; the next person at this machine has their own. */
  user: string | null;
};

const STORED = 'concord-preferences';
const NONE: Record_ = { chosen: {}, unsent: [], user: null };
const stored = new Signal<Record_>(read());

function read(): Record_ {
  try {
    return { ...NONE, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Record_>) };
  } catch {
    return NONE;
  }
}
function keep(next: Record_): void {
  stored.set(next);
  try {
    localStorage.setItem(STORED, JSON.stringify(next));
  } catch {
    // Storage may be full or closed to us; the choice holds until the page is closed.
  }
}
globalThis.addEventListener?.('storage', (event) => {
  if (event.key === STORED) stored.set(read());
});

export const preferences = {
  subscribe: stored.subscribe,
  /** Only what was chosen: the rest is the system's or the product's way. */
  get: (): Chosen => stored.get().chosen,
  unsent: (): Chosen => {
    const { chosen, unsent } = stored.get();
    return Object.fromEntries(unsent.map((name) => [name, chosen[name]])) as Chosen;
  },
  set(change: Chosen): void {
    const { chosen, unsent, user } = stored.get();
    const names = Object.keys(change) as (keyof Preferences)[];
    keep({ chosen: { ...chosen, ...change }, unsent: [...new Set([...unsent, ...names])], user });
  },
  /** The server has these now; what was changed since stays unsent. */
  sent(values: Chosen): void {
    const { chosen, unsent, user } = stored.get();
    keep({ chosen, user, unsent: unsent.filter((name) => chosen[name] !== values[name]) });
  },
  /** What the server knows of this person. What they changed here and never reached it wins; another person's does not. */
  take(user: string, known: Chosen): void {
    const now = stored.get();
    const own = now.user === null || now.user === user;
    const unsent = own ? now.unsent : [];
    const kept = own ? preferences.unsent() : {};
    keep({ chosen: { ...known, ...kept }, unsent, user });
  },
  /** On signing out only the language and the look of this machine stay. */
  forget(): void {
    const { language, theme, contrast } = stored.get().chosen;
    const look = Object.fromEntries(
      Object.entries({ language, theme, contrast }).filter(([, value]) => value !== undefined),
    ) as Chosen;
    keep({ chosen: look, unsent: [], user: null });
  },
};

const asks = (query: string): boolean => globalThis.matchMedia?.(query).matches ?? false;

/** Writes the look onto the document: tokens.css does the rest. */
export function applyLook(): void {
  const { theme, contrast, density } = preferences.get();
  const { dataset } = document.documentElement;
  dataset.mantineColorScheme = shownTheme(theme);
  const strong = contrast === 'more' || (contrast === undefined && asks('(prefers-contrast: more)'));
  if (strong) dataset.contrast = 'more';
  else delete dataset.contrast;
  if (density === 'compact') dataset.density = 'compact';
  else delete dataset.density;
}
export const shownTheme = (theme: Preferences['theme'] = 'auto'): 'light' | 'dark' =>
  theme === 'auto' ? (asks('(prefers-color-scheme: dark)') ? 'dark' : 'light') : theme;
