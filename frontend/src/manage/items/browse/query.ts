import type { Query } from './types';

/** The filters that the API has by name; `metadata.<key>` comes beside them. */
export const FILTERS = [
  'q',
  'state',
  'answers',
  'agreement',
  'certainty',
  'answered',
  'member',
  'said',
  'truth',
  'model',
  'judged',
  'won',
  'score',
  'ids',
  'verdict',
  'priority',
  'gold',
  'assigned',
] as const;
export type Filter = (typeof FILTERS)[number];
const METADATA = 'metadata.';
const KNOWN: ReadonlySet<string> = new Set([...FILTERS, 'sort']);

export const isMetadata = (name: string): boolean =>
  name.startsWith(METADATA) && name.length > METADATA.length;
export const metadataKey = (name: string): string => name.slice(METADATA.length);
export const metadataName = (key: string): string => METADATA + key;

/** What the address asks of the list; what else stands in the address is somebody else's. */
export const queryOf = (search: URLSearchParams): Query =>
  Object.fromEntries(
    [...search].filter(([name, value]) => (KNOWN.has(name) || isMetadata(name)) && value !== ''),
  );

/** The address with these parameters changed; an empty one goes. */
export function changed(search: URLSearchParams, change: Readonly<Record<string, string>>): URLSearchParams {
  const after = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change))
    if (value === '') after.delete(name);
    else after.set(name, value);
  return after;
}

/** The address with another query in place of the one that it has. */
export function replaced(search: URLSearchParams, query: Query): URLSearchParams {
  const rest = [...search].filter(([name]) => !KNOWN.has(name) && !isMetadata(name));
  return new URLSearchParams([...rest, ...Object.entries(query)]);
}

/** Without the order: what decides which items there are. */
export const filtersOf = ({ sort: _, ...filters }: Query): Query => filters;

/** Whether two queries ask the same, whatever the order of their parts. */
export function same(one: Query, other: Query): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

export type Range = { from: string; to: string };

/** "1..3" as its two ends, either of which may be open: "..0.5". A single number is both ends. */
export function rangeIn(text: string): Range {
  if (!text) return { from: '', to: '' };
  const [from = '', to = from] = text.split('..');
  return { from, to };
}

/** The two ends, numbers or days, as the API writes them; empty where both are open. Ends the wrong way round are turned. */
export function rangeText({ from, to }: Range): string {
  if (from === '' && to === '') return '';
  const turned = from !== '' && to !== '' && isAfter(from, to);
  return turned ? `${to}..${from}` : `${from}..${to}`;
}

const isAfter = (one: string, other: string): boolean =>
  Number.isNaN(Number(one)) ? one > other : Number(one) > Number(other);

/** Shares as the API has them (0 to 1) and as people write them (0 to 100). */
export const asPercent = (share: string): string =>
  share === '' ? '' : String(Math.round(Number(share) * 1000) / 10);
export const asShare = (percent: string): string =>
  percent === '' ? '' : String(Math.round(Number(percent) * 10) / 1000);

export type Sort = { by: string; down: boolean };
export const sortIn = (text = 'position'): Sort => ({
  by: text.replace(/^-/, ''),
  down: text.startsWith('-'),
});
/** What the order becomes when a column's heading is pressed: up, then down; the list's own order is not written. */
export function sortAfter(now: Sort, by: string): string {
  const down = now.by === by && !now.down;
  return by === 'position' && !down ? '' : `${down ? '-' : ''}${by}`;
}
