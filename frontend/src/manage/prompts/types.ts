// Shapes of the API, as annotation/api/prompts.py has them.

export type Prompt = {
  key: string;
  text: string;
  projects: { id: string; name: string }[];
  /** How many items ask it. */
  count: number;
  item_id: string;
};
/** What became of items to make; `detail` says of the first that did not fit the form why not. */
export type Made = {
  created: number;
  updated: number;
  unchanged: number;
  skipped: { because: string; count: number }[];
  detail: string;
};
/** As many prompts as one call takes. */
export const MOST_SAMPLED = 1000;
