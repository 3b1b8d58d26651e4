// Where each piece of a parsed text stands in its Markdown source. Only texts that are marked need it.
import { decodeNamedCharacterReference } from 'decode-named-character-reference';
import type { Element, ElementContent, Root, Text } from 'hast';

declare module 'hast' {
  interface TextData {
    /** Where the text begins in the source, in UTF-16 units; absent where no source stands for it. */
    at?: number;
    /** Where it ends, for a text whose source reads otherwise (`&amp;`): it is marked as a whole. */
    to?: number;
  }
  interface ElementData {
    /** Formulas: their source, with the delimiters. */
    at?: number;
    to?: number;
  }
}

type Range = { from: number; to: number };
/** A stretch of a text and its source; `to` where the source is not the text, letter by letter. */
type Run = { text: string; at: number; to?: number };
type Positioned = { position?: { start: { offset?: number }; end: { offset?: number } } };

/** Writes `data.at` (and `data.to`) on every text that stands in the source; texts are split where the source jumps. */
export function keepPositions(tree: Root, source: string): void {
  walk(tree, null, { at: 0 }, source);
}

/** `around`: the source of the nearest element that has one. `cursor`: where the text before ended. */
function walk(parent: Root | Element, around: Range | null, cursor: { at: number }, source: string): void {
  const own = parent.type === 'element' ? rangeOf(parent) : null;
  const only = parent.children.length === 1;
  parent.children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type === 'element') {
      const range = rangeOf(child);
      if (range) cursor.at = range.from;
      if (child.properties.dataMath) keepWhole(child, range ?? around);
      else if (child.tagName === 'pre') walkCode(child, range, source);
      else walk(child, range ?? around, cursor, source);
      if (range) cursor.at = range.to;
      return [child];
    }
    if (child.type !== 'text') return [child];
    const runs = runsOf(child, { own, around, only, cursor: cursor.at }, source);
    const last = runs?.at(-1);
    if (!runs || !last) return [child];
    cursor.at = last.to ?? last.at + last.text.length;
    const rest = child.value.slice(runs.reduce((length, { text }) => length + text.length, 0));
    return [...runs.map(textOf), ...(rest ? [{ type: 'text', value: rest } as const] : [])];
  }) as typeof parent.children;
}

function keepWhole(element: Element, range: Range | null): void {
  if (range) element.data = { at: range.from, to: range.to };
}
const textOf = ({ text, at, to }: Run): Text => ({
  type: 'text',
  value: text,
  data: to === undefined ? { at } : { at, to },
});

function rangeOf({ position }: Positioned): Range | null {
  const from = position?.start.offset;
  const to = position?.end.offset;
  return from === undefined || to === undefined ? null : { from, to };
}

type Whereabouts = { own: Range | null; around: Range | null; only: boolean; cursor: number };

function runsOf(node: Text, { own, around, only, cursor }: Whereabouts, source: string): Run[] | null {
  const exact = rangeOf(node);
  if (!exact && node.value.trim() === '') return null;
  if (exact)
    return (
      find(node.value, source, exact) ??
      // The last words of a foot note have a space before the way back.
      find(node.value.trimEnd(), source, exact) ?? [{ text: node.value, at: exact.from, to: exact.to }]
    );
  // Links that GitHub's dialect finds in plain words, and the words around them, come without a position.
  const within = own ?? around;
  if (!within) return null;
  const found = find(node.value, source, { from: Math.max(cursor, within.from), to: within.to });
  if (found) return found;
  return own && only ? [{ text: node.value, at: own.from, to: own.to }] : null;
}

const MOST_TRIES = 50;

/** The text in this stretch of the source, which may begin with marks such as `![`. */
function find(text: string, source: string, { from, to }: Range): Run[] | null {
  if (!text) return null;
  const first = text[0] ?? '';
  let at = from;
  for (let tries = 0; tries < MOST_TRIES && at >= 0 && at < to; tries++) {
    const runs = align(text, source, { from: at, to }, false) ?? align(text, source, { from: at, to }, true);
    if (runs) return runs;
    at = first === ' ' ? at + 1 : source.indexOf(first, at + 1);
  }
  return null;
}

const ESCAPABLE = /[!-/:-@[-`{-~]/;

/**
 * Reads text and source side by side: what Markdown takes away (backslashes, the beginnings of lines) is stepped over,
 * a character reference is one piece. Null where they do not fit. `literal`: backslashes and references mean themselves.
 */
function align(text: string, source: string, { from, to }: Range, literal: boolean): Run[] | null {
  const runs: Run[] = [];
  let i = 0;
  let j = from;
  let lineStart = false;
  while (i < text.length) {
    if (j >= to) return null;
    const reference = literal ? null : referenceAt(source, j, to, text, i);
    if (reference) {
      runs.push({ text: reference.text, at: j, to: j + reference.length });
      i += reference.text.length;
      j += reference.length;
      continue;
    }
    const next = source[j + 1] ?? '';
    if (!literal && source[j] === '\\' && j + 1 < to && ESCAPABLE.test(next) && text[i] === next) j++;
    else if (!same(text[i], source[j])) {
      if (!isSkipped(source[j], lineStart)) return null;
      lineStart ||= source[j] === '\n';
      j++;
      continue;
    }
    extend(runs, text[i] ?? '', j);
    lineStart = source[j] === '\n' || (lineStart && /[ \t>]/.test(source[j] ?? ''));
    i++;
    j++;
  }
  return runs;
}

/** Line ends are spaces in code, and Markdown has no zero character. */
const same = (shown: string | undefined, written: string | undefined): boolean =>
  shown === written || (shown === ' ' && written === '\n') || (shown === '\uFFFD' && written === '\0');

/** White space around line ends, and the signs of quotes at the beginnings of lines. */
const isSkipped = (written: string | undefined, lineStart: boolean): boolean =>
  written === ' ' || written === '\t' || written === '\r' || (lineStart && written === '>');

function extend(runs: Run[], letter: string, at: number): void {
  const last = runs.at(-1);
  if (last && last.to === undefined && last.at + last.text.length === at) last.text += letter;
  else runs.push({ text: letter, at });
}

const REFERENCE = /&(?:#(?:\d{1,7}|x[\da-f]{1,6})|([a-z\d]{1,31}));/iy;

function referenceAt(
  source: string,
  at: number,
  to: number,
  text: string,
  i: number,
): { text: string; length: number } | null {
  if (source[at] !== '&') return null;
  REFERENCE.lastIndex = at;
  const [written = '', name] = REFERENCE.exec(source) ?? [];
  if (!written || at + written.length > to) return null;
  const shown = name
    ? decodeNamedCharacterReference(name)
    : String.fromCodePoint(text.codePointAt(i) ?? 0xfffd);
  return shown && text.startsWith(shown, i) ? { text: shown, length: written.length } : null;
}

/** The texts of a code block, which may be coloured: its lines are the ends of lines in the source. */
function walkCode(pre: Element, range: Range | null, source: string): void {
  const whole = textIn(pre);
  const runs = range && alignLines(whole, source, range);
  if (runs) deal(pre, whole, runs);
  else if (range) deal(pre, whole, [{ text: whole, at: range.from, to: range.to }]);
}

const textIn = (node: ElementContent): string =>
  node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(textIn).join('') : '';

const FENCE = /^[\s>]*(```|~~~)/;

function alignLines(text: string, source: string, { from, to }: Range): Run[] | null {
  const runs: Run[] = [];
  let at = from;
  const lineEnd = () => {
    const end = source.indexOf('\n', at);
    return end < 0 || end > to ? to : end;
  };
  if (FENCE.test(source.slice(from, lineEnd()))) at = lineEnd() + 1;
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [number, line] of lines.entries()) {
    const end = lineEnd();
    if (at > to) return null;
    const whole = source.slice(at, end);
    const written = whole.endsWith(line) ? whole : whole.replace(/\r$/, '');
    if (!written.endsWith(line)) return null;
    const start = at + written.length - line.length;
    const tail = number < lines.length - 1 || text.endsWith('\n') ? '\n' : '';
    const last = runs.at(-1);
    if (last && last.at + last.text.length === start) last.text += line + tail;
    else runs.push({ text: line + tail, at: start });
    at = end + 1;
  }
  return runs;
}

/** Gives each text in an element its share of the runs of the whole. */
function deal(element: Element, whole: string, runs: readonly Run[]): void {
  const ends: number[] = [];
  let reached = 0;
  for (const { text } of runs) {
    reached += text.length;
    ends.push(reached);
  }
  let offset = 0;
  let current = 0;
  const share = (text: string): Run[] => {
    const shares: Run[] = [];
    const until = Math.min(offset + text.length, whole.length);
    while (offset < until) {
      while ((ends[current] ?? whole.length) <= offset) current++;
      const run = runs[current];
      const end = Math.min(until, ends[current] ?? until);
      if (!run) break;
      const into = offset - ((ends[current] ?? 0) - run.text.length);
      const piece = whole.slice(offset, end);
      shares.push(run.to === undefined ? { text: piece, at: run.at + into } : { ...run, text: piece });
      offset = end;
    }
    return shares;
  };
  const visit = (parent: Element): void => {
    parent.children = parent.children.flatMap((child): ElementContent[] => {
      if (child.type === 'text') return share(child.value).map(textOf);
      if (child.type === 'element') visit(child);
      return [child];
    });
  };
  visit(element);
}
