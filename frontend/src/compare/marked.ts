import type { Colour, Option, Span } from '../api/types';

/** A stretch of a text under the same spans; `ends` are the spans that end with it. */
export type Stretch = { text: string; spans: readonly Span[]; ends: readonly Span[] };

/** A text cut wherever a span begins or ends. Offsets are code points, so emoji count once. */
export function stretches(text: string, spans: readonly Span[]): Stretch[] {
  const points = Array.from(text);
  const inside = (at: number): number => Math.max(0, Math.min(points.length, at));
  const cuts = new Set([
    0,
    points.length,
    ...spans.flatMap(({ start, end }) => [inside(start), inside(end)]),
  ]);
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(0, -1).map((start, at) => {
    const end = places[at + 1] ?? points.length;
    const over = spans.filter((span) => span.start <= start && inside(span.end) >= end);
    return {
      text: points.slice(start, end).join(''),
      spans: over,
      ends: over.filter((span) => inside(span.end) === end),
    };
  });
}

export const quoted = (text: string, { start, end }: Span): string =>
  Array.from(text).slice(start, end).join('');

const PALETTE: readonly Colour[] = ['blue', 'orange', 'green', 'pink', 'violet', 'teal', 'yellow', 'red'];

/** The colour of a label: its own, or one of its place, so that neighbours differ. */
export function labelColour(options: readonly Option[], label: string | undefined): Colour {
  const at = options.findIndex(({ value }) => value === label);
  return options[at]?.colour || PALETTE[Math.max(0, at) % PALETTE.length] || 'gray';
}

export const labelTitles = (options: readonly Option[], labels: readonly string[]): string =>
  labels.map((label) => options.find(({ value }) => value === label)?.title ?? label).join(', ');
