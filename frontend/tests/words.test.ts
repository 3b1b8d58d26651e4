import { expect, it } from 'vitest';
import { type Bundle, fill, find } from '../src/i18n/translate';

const words: Bundle = {
  close: 'Close',
  answers_one: '{{count}} answer',
  answers_other: '{{count, number}} answers',
  deep: { er: 'Deep' },
};

it('finds sentences by path and in the plural form of the language', () => {
  expect(find(words, 'deep.er', 'en-GB')).toBe('Deep');
  expect(find(words, 'answers', 'en-GB', 1)).toBe('{{count}} answer');
  expect(find(words, 'answers', 'en-GB', 0)).toBe('{{count, number}} answers');
  expect(find(words, 'close', 'en-GB', 3)).toBe('Close');
  expect(find(words, 'deep', 'en-GB')).toBeUndefined();
  expect(find(words, 'nothing.here', 'en-GB')).toBeUndefined();
});

it('takes the general plural where a language has no form for the number', () => {
  expect(find({ many_other: 'muchos' }, 'many', 'es', 1_000_000)).toBe('muchos');
});

it('fills values in as they are, numbers in the digits of the reader where asked', () => {
  expect(fill('{{count, number}} of {{all}}', { count: 12_345, all: 20_000 }, 'en-GB')).toBe(
    '12,345 of 20000',
  );
  expect(fill('{{ name }}', { name: '<b>$&</b>' }, 'en-GB')).toBe('<b>$&</b>');
  expect(fill('[{{missing}}]', {}, 'en-GB')).toBe('[]');
});

// Another language has exactly the sentences that English has; the plural forms are its own.
const files = import.meta.glob<Bundle>('../src/i18n/locales/*/*.json', { eager: true, import: 'default' });
const read = (language: string, file: string): Bundle =>
  files[`../src/i18n/locales/${language}/${file}`] ?? {};
const named = Object.keys(files).map((path) => path.split('/').slice(-2) as [string, string]);
const others = [...new Set(named.map(([language]) => language))].filter((language) => language !== 'en');
const keysOf = (part: Bundle, path = ''): string[] =>
  Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${path}${name.replace(/_(zero|one|two|few|many|other)$/, '')}`]
      : keysOf(value, `${path}${name}.`),
  );
const holesOf = (part: Bundle, path = ''): [string, string][] =>
  Object.entries(part).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string'
      ? [[path + name, [...new Set(value.match(/\{\{\s*\w+/g) ?? [])].sort().join()]]
      : holesOf(value, `${path}${name}.`),
  );

it
  .skipIf(others.length === 0)
  .each(
    others.flatMap((language) =>
      named.filter(([tongue]) => tongue === 'en').map(([, file]) => [language, file] as const),
    ),
  )('%s/%s says everything that English says, with the same values', (language, file) => {
  const [english, other] = [read('en', file), read(language, file)];
  expect([...new Set(keysOf(other))].sort()).toEqual([...new Set(keysOf(english))].sort());
  const holes = new Map(holesOf(english));
  for (const [path, names] of holesOf(other))
    if (holes.has(path)) expect([path, names]).toEqual([path, holes.get(path)]);
});

// A number that says which one, how many there are of all, or that is never one, needs no plural.
const NO_PLURAL = new Set([
  'items.progress.chartLabel',
  'manage.items.revision',
  'quality.labels.seeOf',
  'quality.confusion.cell',
  'quality.confusion.cut',
  'review.compare.onlyChosen',
  'review.settle.hintAll',
  'review.settle.hintOne',
  'standing.of',
  'standing.item',
  'standing.rates.number',
  'standing.rates.removeOne',
  'tools.dialogue.tooMany',
  'tools.spans.current',
  'tools.choice.searchHint',
]);
const sentencesOf = (part: Bundle, path: string): [string, string][] =>
  Object.entries(part).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}.${name}`, value]] : sentencesOf(value, `${path}.${name}`),
  );
const all = named.flatMap(([language, file]) =>
  sentencesOf(read(language, file), file.replace('.json', '')).map((told) => [language, ...told] as const),
);

it('has the singular and the plural of every sentence that counts', () => {
  const counts = all.filter(([, , words]) => /\{\{\s*count\b/.test(words));
  expect(counts.filter(([, path]) => !/_(one|other)$/.test(path) && !NO_PLURAL.has(path))).toEqual([]);
});

it('counts items by a number, so that one is not many', () => {
  const items = /\{\{(?!count\b)(items|n|size|left)\}\} (items|elementos)\b/;
  expect(all.filter(([, , words]) => items.test(words))).toEqual([]);
});

it('has both forms where it has one', () => {
  const forms = new Set(all.map(([language, path]) => `${language} ${path}`));
  const other = (path: string) => path.replace(/_one$/, '_other');
  expect(
    all.filter(([language, path]) => path.endsWith('_one') && !forms.has(`${language} ${other(path)}`)),
  ).toEqual([]);
});
