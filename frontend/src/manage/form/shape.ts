import type { FieldProblem } from '../../api';

/** The words for what is wrong, in the reader's language. */
export type ShapeWords = Record<
  'object' | 'list' | 'text' | 'value' | 'part' | 'kind' | 'scope' | 'name' | 'options' | 'when',
  string
>;
export type Known = { kinds: readonly string[]; parts: readonly string[]; scopes: readonly string[] };

/**
 * What keeps JSON from being drawn as a form at all: things of the wrong type where the editor reads them. Whether the
 * form makes sense is the server's to say.
 */
export function misshapen(data: unknown, known: Known, words: ShapeWords): FieldProblem[] {
  const found: FieldProblem[] = [];
  const refuse = (pointer: string, detail: string): void => void found.push({ pointer, detail });
  const each = (value: unknown, pointer: string, one: (row: unknown, pointer: string) => void): void => {
    if (!isList(value)) refuse(pointer, words.list);
    else
      value.forEach((row, at) => {
        one(row, `${pointer}/${at}`);
      });
  };
  const eachObject = (value: unknown, pointer: string, one: (row: Json, pointer: string) => void): void =>
    each(value, pointer, (row, at) => (isObject(row) ? one(row, at) : refuse(at, words.object)));
  const text = (row: Json, keys: readonly string[], pointer: string): void => {
    for (const key of keys)
      if (row[key] !== undefined && typeof row[key] !== 'string') refuse(`${pointer}/${key}`, words.text);
  };
  const option = (row: Json, pointer: string): void => {
    text(row, ['title', 'key', 'colour', 'description', 'parent'], pointer);
    if (!isValue(row.value)) refuse(`${pointer}/value`, words.value);
  };
  const scale = (row: Json, pointer: string): void => {
    named(row, pointer);
    if (isList(row.options)) eachObject(row.options, `${pointer}/options`, option);
    else refuse(pointer, words.options);
  };
  const named = (row: Json, pointer: string): void => {
    text(row, ['title', 'help'], pointer);
    if (typeof row.name !== 'string' || !row.name) refuse(`${pointer}/name`, words.name);
  };
  const question = (row: Json, pointer: string): void => {
    if (!known.kinds.includes(String(row.kind))) {
      refuse(`${pointer}/kind`, words.kind);
      return;
    }
    named(row, pointer);
    if (row.scope !== undefined && !known.scopes.includes(String(row.scope)))
      refuse(`${pointer}/scope`, words.scope);
    if (
      row.when &&
      !(isObject(row.when) && typeof row.when.question === 'string' && isValue(row.when.equals))
    )
      refuse(`${pointer}/when`, words.when);
    if (WITH_OPTIONS.includes(String(row.kind)) && row.options === undefined) refuse(pointer, words.options);
    for (const key of ['options', 'strengths', 'tags', 'labels'])
      if (row[key] !== undefined) eachObject(row[key], `${pointer}/${key}`, option);
    if (row.ratings !== undefined) eachObject(row.ratings, `${pointer}/ratings`, scale);
    if (row.shapes !== undefined && !isList(row.shapes)) refuse(`${pointer}/shapes`, words.list);
  };
  if (!isObject(data)) return [{ pointer: '', detail: words.object }];
  each(data.shows, '/shows', (part, at) => known.parts.includes(String(part)) || refuse(at, words.part));
  eachObject(data.questions, '/questions', question);
  return found;
}

type Json = { readonly [key: string]: unknown };
const WITH_OPTIONS = ['choice', 'rating', 'spans', 'regions'];
const isList = Array.isArray;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !isList(value);
const isValue = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
