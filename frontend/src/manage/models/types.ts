// Shapes of the API, as annotation/api/models.py has them.

/** An option of a choice, or `<=2`: this point of a rating or a lower one. */
export type Category = string;
/** On the log scale, against the mean of all models: 0 is an average one. */
export type Strength = {
  model: string;
  strength: number;
  low: number | null;
  high: number | null;
  n: number;
};
export type Leader = Strength & {
  wins: number;
  losses: number;
  ties: number;
  /** Of all comparisons, from 0 to 1; a tie is half a win. */
  win_rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
};
/** How much the place and the length of a response move people, as log-odds with standard errors. */
export type Lean = {
  position: number;
  position_error: number;
  length: number;
  length_error: number;
  n: number;
};
/** A mean rating of a model's responses. */
export type Mean = { model: string; mean: number; low: number | null; high: number | null; n: number };
/** How much the later version is above the earlier one: in strength, or in mean rating. */
export type Change = {
  measure: 'strength' | 'mean';
  from_model: string;
  to_model: string;
  difference: number;
  low: number | null;
  high: number | null;
  n: number;
};
export type Period = { from: string; models: readonly Strength[]; means: readonly Mean[] };
export type ModelQuestion = {
  question: string;
  kind: string;
  title: string;
  /** Why strengths are missing, or say less than they seem to. */
  reason: string | null;
  leaderboard: readonly Leader[];
  /** `wins[i][j]`: how often the i-th model of the leaderboard was preferred to the j-th. */
  wins: readonly (readonly number[])[];
  ties: readonly (readonly number[])[];
  /** Of a rating; best first. */
  means: readonly Mean[];
  over_time: readonly Period[];
  lean: Lean | null;
  changes: readonly Change[];
};
export type Verdict = 'pass' | 'fail' | 'undecided';
/** How often a model's responses were given an answer that counts against them. */
export type Rate = {
  model: string;
  question: string;
  category: Category;
  failing: number;
  n: number;
  share: number | null;
  low: number | null;
  high: number | null;
  threshold: number | null;
  verdict: Verdict | null;
};
/** How much the share of failing responses has changed between two versions. */
export type RateChange = Omit<Change, 'measure'> & Pick<Rate, 'question' | 'category'>;
type Ends = { low: number; high: number };
/** An automatic score beside what people said: its correlation, from -1 to 1; null where nothing varies. */
export type Score = {
  name: string;
  version: string;
  /** The question. */
  against: string;
  /** Which answer to it, where it is a choice. */
  category: Category | null;
  n: number;
  pearson: number | null;
  low: number | null;
  high: number | null;
  spearman: number | null;
  /** How often it orders two responses as people do. */
  pairs: ({ share: number; n: number } & Ends) | null;
};
export type Models = {
  questions: readonly ModelQuestion[];
  rates: readonly Rate[];
  rate_changes: readonly RateChange[];
  scores: readonly Score[];
};
/** At most such a share of a model's responses may be given this answer. */
export type Threshold = { question: string; category: Category; most: number };
export const STEPS = ['week', 'month'] as const;
export type Step = (typeof STEPS)[number];
