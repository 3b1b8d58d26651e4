// Shapes of the API, as annotation/api/models.py has them.

export type Category = string | number;
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
  /** Of the decided comparisons, from 0 to 1. */
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
/** How much stronger the later version is than the earlier one. */
export type Change = {
  from_model: string;
  to_model: string;
  difference: number;
  low: number | null;
  high: number | null;
  n: number;
};
export type Period = { from: string; models: readonly Strength[] };
export type ModelQuestion = {
  question: string;
  kind: string;
  leaderboard: readonly Leader[];
  /** `wins[i][j]`: how often the i-th model of the leaderboard was preferred to the j-th. */
  wins: readonly (readonly number[])[];
  ties: readonly (readonly number[])[];
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
/** An automatic score beside what people said: its correlation, from -1 to 1. */
export type Score = {
  name: string;
  version: string;
  n: number;
  pearson: number | null;
  spearman: number | null;
  low: number | null;
  high: number | null;
  against: string;
};
export type Models = {
  questions: readonly ModelQuestion[];
  rates: readonly Rate[];
  scores: readonly Score[];
};
/** At most such a share of a model's responses may be given this answer. */
export type Threshold = { question: string; category: Category; most: number };
export const STEPS = ['week', 'month'] as const;
export type Step = (typeof STEPS)[number];
