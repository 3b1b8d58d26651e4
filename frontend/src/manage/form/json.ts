import type { FieldProblem, Form } from '../../api';
import { steps } from './place';
import { type Known, misshapen, type ShapeWords } from './shape';

// A form as text: where in the text something stands, and what keeps it from being a form at all.

export type Spot = { line: number; column: number };
export type JsonProblem = FieldProblem & Spot;

/** The text as a form, or what is wrong with it and where. The server says the rest. */
export function readForm(
  text: string,
  known: Known,
  words: ShapeWords & { syntax: string },
): { form: Form } | { problems: JsonProblem[] } {
  const spots = locate(text);
  if ('at' in spots) return { problems: [{ pointer: '', detail: words.syntax, ...spotAt(text, spots.at) }] };
  const data = JSON.parse(text) as unknown;
  const found = misshapen(data, known, words);
  if (found.length > 0)
    return { problems: found.map((each) => ({ ...each, ...spotOf(text, each.pointer) })) };
  // A scope that is not said is the whole item, as on the server.
  const { questions, ...form } = data as Form;
  return {
    form: {
      ...form,
      questions: questions.map((question) => ({ ...question, scope: question.scope ?? 'item' })),
    },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = Array.isArray;

/** The line and column of what a pointer names, or of what is nearest around it. */
export function spotOf(text: string, pointer: string): Spot {
  const spots = locate(text);
  if ('at' in spots) return spotAt(text, spots.at);
  const path = steps(pointer);
  for (let length = path.length; length >= 0; length--) {
    const at = spots.get(JSON.stringify(path.slice(0, length)));
    if (at !== undefined) return spotAt(text, at);
  }
  return { line: 1, column: 1 };
}

export function spotAt(text: string, at: number): Spot {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/**
 * Where every value of a JSON text begins, by its path; `{at}` is where it stops being JSON. A reader of our own,
 * because browsers word the place of an error each in their own way, and say nothing of the places of values.
 */
export function locate(text: string): Map<string, number> | { at: number } {
  const spots = new Map<string, number>();
  let at = 0;
  const blank = (): void => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  };
  const fail = (): never => {
    throw new Stop(at);
  };
  const take = (mark: string): void => {
    if (text[at] !== mark) fail();
    at++;
    blank();
  };
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return fail();
    at += found.length;
    blank();
    return found;
  };
  const value = (path: readonly string[]): void => {
    spots.set(JSON.stringify(path), at);
    if (text[at] === '{') members('{', '}', () => key(path));
    else if (text[at] === '[') {
      let count = 0;
      members('[', ']', () => value([...path, String(count++)]));
    } else token(SCALAR);
  };
  const key = (path: readonly string[]): void => {
    const name = JSON.parse(token(STRING)) as string;
    take(':');
    value([...path, name]);
  };
  const members = (open: string, close: string, one: () => void): void => {
    take(open);
    while (text[at] !== close) {
      one();
      if (text[at] === close) break;
      take(',');
      if (text[at] === close) fail();
    }
    take(close);
  };
  try {
    blank();
    value([]);
    if (at < text.length) fail();
    return spots;
  } catch (stop) {
    if (stop instanceof Stop) return { at: stop.at };
    throw stop;
  }
}

class Stop extends Error {
  readonly at: number;
  constructor(at: number) {
    super();
    this.at = at;
  }
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = new RegExp(
  `${STRING.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`,
  'y',
);

/** JSON as people like to read it: what fits on a line stays on one. */
export function pretty(value: unknown, indent = '', width = 96): string {
  const flat = JSON.stringify(value) ?? 'null';
  const spaced = isObject(value) || isList(value) ? airy(value) : flat;
  if (indent.length + spaced.length <= width || spaced === flat) return spaced;
  const inner = `${indent}  `;
  const entries = isList(value)
    ? value.map((each) => `${inner}${pretty(each, inner, width)}`)
    : Object.entries(value as object).map(
        ([key, each]) => `${inner}${JSON.stringify(key)}: ${pretty(each, inner, width)}`,
      );
  const [open, close] = isList(value) ? '[]' : '{}';
  return `${open}\n${entries.join(',\n')}\n${indent}${close}`;
}

/** On one line, with a space after each comma and colon. */
function airy(value: unknown): string {
  if (isList(value)) return `[${value.map(airy).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${airy(each)}`).join(', ')}}`;
}
