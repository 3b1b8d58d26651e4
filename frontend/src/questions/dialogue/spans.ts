import type { Span } from '../../api/types';

/**
 * Spans of a text after it was edited: those before and after the edit stay on their words, those whose own words
 * changed are dropped. Offsets are code points.
 */
export function carrySpans(
  before: string,
  after: string,
  spans: readonly Span[],
): { spans: Span[]; dropped: number } {
  if (spans.length === 0 || before === after) return { spans: [...spans], dropped: 0 };
  const old = Array.from(before);
  const now = Array.from(after);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const end = old.length - tail;
  const shift = now.length - old.length;
  const kept = spans.flatMap((span) => {
    if (span.end <= start) return [span];
    if (span.start >= end) return [{ ...span, start: span.start + shift, end: span.end + shift }];
    return [];
  });
  return { spans: kept, dropped: spans.length - kept.length };
}

/** The words of a span. */
export const wordsOf = (text: string, { start, end }: Span): string =>
  Array.from(text).slice(start, end).join('');
