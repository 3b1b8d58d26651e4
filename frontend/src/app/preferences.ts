import { api, ask } from '../api/client';
import type { Me } from '../api/types';
import { LANGUAGES, speak } from '../i18n';
import { takeKeys } from '../keys/commands';
import { type Chosen, preferences } from '../ui/preferences';

// A person may click through the choices; the server hears of the last one.
const CALM = 800;
let timer: ReturnType<typeof setTimeout> | undefined;
let ready = false;

/** Puts the preferences of this browser to use; call it once, before the first paint. Resolves when the words are there. */
export function startPreferences(): Promise<void> {
  let { language = 'en' } = preferences.get();
  const apply = () => {
    const now = preferences.get();
    takeKeys(now.keys ?? {});
    if ((now.language ?? 'en') !== language) {
      language = now.language ?? 'en';
      void speak(language);
    }
    if (!ready || Object.keys(preferences.unsent()).length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void send(), CALM);
  };
  preferences.subscribe(apply);
  apply();
  return LANGUAGES.includes(language) ? speak(language) : Promise.resolve();
}

/** The server told who is there, and how they like it. */
export function knowPreferences(me: Me): void {
  const { preferences: known } = me as Partial<Me>;
  if (!known) return;
  ready = true;
  preferences.take(me.user.id, known);
}

/** Failing is quiet: what was chosen stays unsent here and goes with the next change or the next visit. */
async function send(): Promise<void> {
  const unsent = preferences.unsent();
  try {
    await ask(api.PATCH('/api/v1/me', { body: { preferences: forServer(unsent) } }));
    preferences.sent(unsent);
  } catch {
    ready = true;
  }
}

const forServer = ({ keys, ...rest }: Chosen) => ({
  ...rest,
  ...(keys && {
    keys: Object.fromEntries(Object.entries(keys).map(([command, chords]) => [command, [...chords]])),
  }),
});
