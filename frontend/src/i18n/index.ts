import { useMemo, useSyncExternalStore } from 'react';
import { Signal } from '../queue/signal';
import common from './locales/en/common.json';
import label from './locales/en/label.json';
import { type Bundle, fill, find, type Namespace, type TFunction, type Values } from './translate';

export type { Namespace, TFunction } from './translate';

/**
 * The words of the product: a namespace per part (`common` and `label`; `manage`, `workflow` and `notices` come with chunks
 * of their own).
 * English is built in; another language is fetched when it is chosen and falls back to English sentence by sentence.
 * Screens never hold a sentence of their own. Our own few lines, because a library would be a tenth of the first load.
 */
export type Language = 'en' | 'es';
/** How dates, numbers and plurals go in a language. */
const LOCALES: Record<Language, string> = { en: 'en-GB', es: 'es' };
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

const files = import.meta.glob<{ default: Bundle }>(['./locales/*/*.json', '!./locales/en/*.json']);
/** The languages that this build speaks. */
export const LANGUAGES: readonly Language[] = (['en', 'es'] as const).filter(
  (language) => language === 'en' || `./locales/${language}/label.json` in files,
);

const bundles = new Map<string, Bundle>([
  ['en common', common],
  ['en label', label],
]);
type Spoken = { language: Language; revision: number };
const spoken = new Signal<Spoken>({ language: 'en', revision: 0 });
const changed = () => spoken.set({ ...spoken.get(), revision: spoken.get().revision + 1 });

/** The namespace `label` is in two files: what the first screen says, and what comes on demand (tools.ts). */
const filesOf = (space: string): string[] => (space === 'label' ? ['label', 'tools'] : [space]);

function lookUp(key: string, spaces: readonly string[], values: Values = {}): string | undefined {
  const [, prefix, path = key] = key.match(/^(\w+):(.+)$/) ?? [];
  const inSpaces = (prefix ? [prefix] : values.ns ? [String(values.ns)] : spaces).flatMap(filesOf);
  const { language } = spoken.get();
  for (const tongue of new Set([language, 'en'] as const))
    for (const space of inSpaces) {
      const locale = LOCALES[tongue];
      const sentence = find(bundles.get(`${tongue} ${space}`), path, locale, values.count);
      if (sentence !== undefined) return fill(sentence, values, locale);
    }
  return undefined;
}
const speaker = <Space extends Namespace>(...spaces: Space[]): TFunction<Space> =>
  ((key: string, values?: Values) => lookUp(key, spaces, values) ?? key) as TFunction<Space>;

export const i18n = {
  /** For Intl: dates, numbers and lists as readers of the language write them. */
  get language(): string {
    return LOCALES[spoken.get().language];
  },
  t: speaker('common'),
  getFixedT: <Space extends Namespace>(space: Space): TFunction<Space> => speaker(space),
  exists: (key: string, values: Values = {}): boolean => lookUp(key, ['common'], values) !== undefined,
  /** Words that come with a chunk of their own. */
  addResourceBundle(language: Language, space: Namespace | 'tools', words: Bundle): void {
    bundles.set(`${language} ${space}`, words);
    changed();
    void fetchWords(spoken.get().language);
  },
};

/** Speaks another language from now on, everywhere at once; where its words cannot be had, English stands in. */
export async function speak(language: Language): Promise<void> {
  await fetchWords(language);
  spoken.set({ language, revision: spoken.get().revision + 1 });
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}

async function fetchWords(language: Language): Promise<void> {
  const spaces = [...bundles.keys()].flatMap((name) => (name.startsWith('en ') ? [name.slice(3)] : []));
  const missing = spaces.filter((space) => !bundles.has(`${language} ${space}`));
  const fetched = await Promise.all(
    missing.map(async (space) => {
      const words = await files[`./locales/${language}/${space}.json`]?.().catch(() => undefined);
      if (words) bundles.set(`${language} ${space}`, words.default);
      return words !== undefined;
    }),
  );
  if (fetched.some(Boolean)) changed();
}

export const useLanguage = (): Language => useSyncExternalStore(spoken.subscribe, spoken.get).language;

type Speaker<Space extends Namespace> = { t: TFunction<Space>; i18n: typeof i18n };
/** The words of one namespace, or of several, the first one first; a new `t` when the language changes. */
export function useTranslation<Space extends Namespace = 'common'>(
  spaces: Space | readonly [Space, ...Namespace[]] = 'common' as Space,
): Speaker<Space> {
  const now = useSyncExternalStore(spoken.subscribe, spoken.get);
  const names = typeof spaces === 'string' ? spaces : spaces.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with what is spoken
  return useMemo(() => ({ t: speaker(...(names.split(' ') as Space[])), i18n }), [names, now]);
}
