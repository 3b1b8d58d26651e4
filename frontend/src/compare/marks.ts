import type { Region, RegionsValue, Span, SpansValue } from '../api/types';
import type { Annotator } from './annotators';
import type { Row } from './rows';

/** A span and who marked it. */
export type SpanBy = Span & { by: Annotator };
/** The same stretch of a text, and what each person called it; no labels from who did not mark it. */
export type MarkedStretch = { start: number; end: number; labels: (readonly string[] | null)[] };

const spansIn = (value: Row['values'][number]): readonly Span[] =>
  (value as SpansValue | undefined)?.spans ?? [];
const regionsIn = (value: Row['values'][number]): readonly Region[] =>
  (value as RegionsValue | undefined)?.regions ?? [];

export const spansBy = (row: Row, annotators: readonly Annotator[]): SpanBy[] =>
  annotators.flatMap((by, at) => spansIn(row.values[at]).map((span) => ({ ...span, by })));

/** Every stretch that somebody marked, in the order of the text; one entry per person, in their order. */
export function stretchesBy(row: Row): MarkedStretch[] {
  const stretches = new Map<string, MarkedStretch>();
  for (const [at, value] of row.values.entries())
    for (const { start, end, labels } of spansIn(value)) {
      const key = `${start} ${end}`;
      const found = stretches.get(key) ?? { start, end, labels: row.values.map(() => null) };
      found.labels[at] = [...(found.labels[at] ?? []), ...labels];
      stretches.set(key, found);
    }
  return [...stretches.values()].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Whether all who are asked marked the stretch alike. */
export const isAlike = ({ labels }: MarkedStretch): boolean =>
  new Set(labels.map((each) => JSON.stringify(each?.toSorted() ?? null))).size === 1;

/** A region, who drew it, and which of theirs it is. */
export type RegionBy = { region: Region; by: Annotator; at: number };

export const regionsBy = (row: Row, annotators: readonly Annotator[]): RegionBy[] =>
  annotators.flatMap((by, person) => regionsIn(row.values[person]).map((region, at) => ({ region, by, at })));
