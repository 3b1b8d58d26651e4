import { diffWordsWithSpace } from 'diff';

/** A stretch of text: in both versions, only in the later one, or only in the earlier one. */
export type Part = { text: string; in: 'both' | 'before' | 'after' };

/** Comparing two long texts that share little takes seconds; nobody waits that long for a view. */
const LONGEST_MS = 250;

/** What was taken out and put in, word by word. Texts too different to compare in time differ in one piece. */
export function differences(before: string, after: string): Part[] {
  if (before === after) return before ? [{ text: before, in: 'both' }] : [];
  const parts = diffWordsWithSpace(before, after, { timeout: LONGEST_MS });
  if (!parts) return inOnePiece(before, after);
  return parts.map(({ value, added, removed }) => ({
    text: value,
    in: added ? 'after' : removed ? 'before' : 'both',
  }));
}

/** All but the beginning and the end that both share. */
export function inOnePiece(before: string, after: string): Part[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const parts: Part[] = [
    { text: before.slice(0, head), in: 'both' },
    { text: before.slice(head, before.length - tail), in: 'before' },
    { text: after.slice(head, after.length - tail), in: 'after' },
    { text: before.slice(before.length - tail), in: 'both' },
  ];
  return parts.filter(({ text }) => text);
}
