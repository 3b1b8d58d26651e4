// Shapes of the API, as annotation/api/quality_people.py has them.

export const FIGURES = [
  'gold',
  'agreement',
  'spammer_score',
  'self_consistency',
  'too_fast',
  'runs',
  'entropy',
  'position_bias',
  'drift',
] as const;
export type FigureName = (typeof FIGURES)[number];
export type Named = { id: string; name: string };

/** What a figure is made of; `items` are some of the very items. */
export type Evidence = { readonly items?: readonly string[] } & { readonly [name: string]: unknown };
export type Figure = {
  figure: FigureName;
  /** Null where it is about all of the form. */
  question: string | null;
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  /** How probably chance alone does as much. */
  chance: number | null;
  stands_out: boolean;
  /** Why there is no value. */
  reason: string | null;
  evidence: Evidence;
};
export type PersonRow = {
  member: Named;
  annotations: number;
  median_seconds: number | null;
  figures: readonly Figure[];
};
/** Two people who agree beyond what the accuracies of both predict; `value` is by how much, as a share. */
export type Pair = {
  members: readonly [Named, Named];
  question: string;
  value: number;
  n: number;
  /** Null where too few pairs can be compared. */
  chance: number | null;
  stands_out: boolean;
  /** Shares of what both judged: how much was alike, and how much is expected of two who work alone. */
  evidence: Evidence & { alike: number; expected: number };
};
export type Standing = {
  usual_seconds: { p5: number | null; median: number | null };
  people: readonly PersonRow[];
  pairs: readonly Pair[];
};
/** `week` is its Monday. */
export type Week = { week: string; gold: number | null; agreement: number | null; n: number };
export type OnePerson = PersonRow & { weeks: readonly Week[] };
