// Finding a sentence and filling it in. Pure: what is loaded and which language is spoken is index.ts's business.
import type common from './locales/en/common.json';
import type data from './locales/en/data.json';
import type items from './locales/en/items.json';
import type label from './locales/en/label.json';
import type manage from './locales/en/manage.json';
import type notices from './locales/en/notices.json';
import type quality from './locales/en/quality.json';
import type review from './locales/en/review.json';
import type standing from './locales/en/standing.json';
import type tools from './locales/en/tools.json';
import type workflow from './locales/en/workflow.json';

/** The English files say which sentences there are; `count_one` and `count_other` are one sentence, `count`. */
type Words = {
  common: typeof common;
  data: typeof data;
  items: typeof items;
  label: typeof label;
  manage: typeof manage;
  workflow: typeof workflow;
  notices: typeof notices;
  quality: typeof quality;
  review: typeof review;
  standing: typeof standing;
};
export type Namespace = keyof Words;
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<Name extends string> = Name extends `${infer Start}_${PluralForm}` ? Start : Name;
type Paths<Part> = {
  [Name in keyof Part & string]: Part[Name] extends string
    ? Base<Name>
    : Paths<Part[Name]> extends infer Rest extends string
      ? `${Name}.${Rest}`
      : never;
}[keyof Part & string];
type Keys = {
  common: Paths<Words['common']>;
  data: Paths<Words['data']>;
  items: Paths<Words['items']>;
  label: Paths<Words['label']> | Paths<typeof tools>;
  manage: Paths<Words['manage']>;
  workflow: Paths<Words['workflow']>;
  notices: Paths<Words['notices']>;
  quality: Paths<Words['quality']>;
  review: Paths<Words['review']>;
  standing: Paths<Words['standing']>;
};
export type Key<Space extends Namespace> = Keys[Space];
type Qualified = { [Space in Namespace]: `${Space}:${Key<Space>}` }[Namespace];
export type Values = { [name: string]: string | number | null | undefined };

/** Turns a key into words. `ns` or a prefix (`common:close`) reaches into another namespace. */
export interface TFunction<Space extends Namespace = 'common'> {
  (key: Key<Space> | Qualified, values?: Values & { ns?: never }): string;
  <Other extends Namespace>(key: Key<Other>, values: Values & { ns: Other }): string;
}

export type Bundle = { readonly [key: string]: string | Bundle };

/**
 * The sentence at a path of a bundle, in the plural form that the language has for `count`; undefined where there is
 * none.
 */
export function find(
  bundle: Bundle | undefined,
  path: string,
  locale: string,
  count?: unknown,
): string | undefined {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let part: string | Bundle | undefined = bundle;
  for (const step of steps) part = typeof part === 'object' ? part[step] : undefined;
  if (typeof part !== 'object') return undefined;
  const sentence =
    typeof count === 'number'
      ? (part[`${last}_${rulesOf(locale).select(count)}`] ?? part[`${last}_other`] ?? part[last])
      : part[last];
  return typeof sentence === 'string' ? sentence : undefined;
}

/** Fills `{{name}}`, and `{{count, number}}` in the reader's digits. What was not given stays empty. */
export const fill = (sentence: string, values: Values, locale: string): string =>
  sentence.replace(/\{\{\s*(\w+)\s*(,\s*number\s*)?\}\}/g, (_, name: string, asNumber?: string) => {
    const value = values[name] ?? '';
    return asNumber && typeof value === 'number' ? numbersOf(locale).format(value) : String(value);
  });

// Making one of these takes longer than using it a hundred times.
const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();
function rulesOf(locale: string): Intl.PluralRules {
  const made = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, made);
  return made;
}
function numbersOf(locale: string): Intl.NumberFormat {
  const made = numbers.get(locale) ?? new Intl.NumberFormat(locale);
  numbers.set(locale, made);
  return made;
}
