// Shapes of the API, as annotation/api/browse.py has them.

export const STATES = ['open', 'review', 'adjudicate', 'done', 'gold', 'withdrawn'] as const;
export type ItemState = (typeof STATES)[number];
export const VERDICTS = ['accepted', 'corrected', 'returned', 'rejected'] as const;
/** From low to urgent. */
export const PRIORITIES = [-1, 0, 1, 2] as const;
export type Priority = (typeof PRIORITIES)[number];

/** An item as a line of the list: what it shows is cut to its first words. */
export type ItemRow = {
  id: string;
  position: number;
  external_id: string;
  state: ItemState;
  excerpt: string;
  submitted: number;
  overlap: number;
  /** From 0 to 1; null before two people have answered. */
  agreement: number | null;
  /** From 0 to 1; null where no probability is asked for. */
  certainty: number | null;
  priority: number;
  due_at: string | null;
  gold: boolean;
  created_at: string;
  updated_at?: string | undefined;
  /** The first picture that it shows. */
  picture?: string | undefined;
};
export type Count = { count: number; exact: boolean };

/** What is asked of the list, by the API's own names: `{"state": "open", "agreement": "0..0.5", "sort": "-position"}`. */
export type Query = { readonly [name: string]: string };
export type View = {
  id: string;
  name: string;
  query: Query;
  shared: boolean;
  mine: boolean;
  member: { id: string; name: string };
};

export const ACTIONS = [
  'assign',
  'prioritise',
  'due',
  'review',
  'adjudicate',
  'exclude',
  'admit',
  'withdraw',
  'restore',
] as const;
export type Action = (typeof ACTIONS)[number];
/** Items by their ids, or all that a query finds. */
export type Chosen = { ids: readonly string[] } | { query: Query };
export type Settings =
  | { priority: number }
  | { due_at: string | null }
  | { member_ids: readonly string[]; how: 'share' | 'each'; per_item: number | null }
  | { member_ids: readonly string[] }
  | { comment: string }
  | Record<string, never>;
export type Report = { changed: number; skipped: readonly { because: string; count: number }[] };
