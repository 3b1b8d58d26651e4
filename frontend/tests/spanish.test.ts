import { expect, it } from 'vitest';
import type { Bundle } from '../src/i18n/translate';

// That Spanish says everything, with the same values, is words.test.ts's business, as for every language.
const files = import.meta.glob<Bundle>('../src/i18n/locales/*/*.json', { eager: true, import: 'default' });
const sentences = (part: Bundle, path = ''): [string, string][] =>
  Object.entries(part).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : sentences(value, `${path}${name}.`),
  );
const spoken = (language: string): Map<string, string> =>
  new Map(
    [
      'common',
      'data',
      'items',
      'label',
      'manage',
      'workflow',
      'notices',
      'quality',
      'review',
      'standing',
      'tools',
    ].flatMap((file) => sentences(files[`../src/i18n/locales/${language}/${file}.json`] ?? {}, `${file}.`)),
  );
const [english, spanish] = [spoken('en'), spoken('es')];

/** Words that are the same in both languages, and what each language is called. */
const SAME = new Set([
  'Prompt',
  'Prompts',
  'General',
  'Normal',
  'Token',
  'No',
  'min',
  's',
  'English',
  'Español',
]);
const NAMES = new Set(['AC1', 'Concord', 'JSON', 'Markdown', '{{value}} bits']);

it('leaves no sentence in English', () => {
  const left = [...spanish].filter(
    ([path, words]) =>
      english.get(path) === words &&
      !SAME.has(words) &&
      !NAMES.has(words) &&
      /\p{L}/u.test(words.replace(/\{\{.*?\}\}/g, '')),
  );
  expect(left).toEqual([]);
});

it('has the same plural forms as English: one, and the general one, which stands in for a million', () => {
  const plural = (words: Map<string, string>) =>
    [...words.keys()].filter((path) => /_(one|other)$/.test(path)).sort();
  expect(plural(spanish)).toEqual(plural(english));
});

it('opens what it closes: questions, exclamations, quotation marks', () => {
  const count = (words: string, mark: string) => words.split(mark).length;
  for (const [path, words] of spanish)
    for (const [open, close] of ['¿?', '¡!', '“”', '()'].map((pair) => [...pair] as [string, string]))
      expect([path, count(words, open)]).toEqual([path, count(words, close)]);
});
