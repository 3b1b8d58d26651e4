import type { Operator } from '../workflow/types';

// Shapes of the API, as annotation/models/rules.py has them.
export const COLLECTORS = [
  'gold_score',
  'agreement',
  'acceptance',
  'seconds_per_item',
  'skips_in_a_row',
  'same_answers_in_a_row',
  'too_fast',
  'position_bias',
  'self_consistency',
  'spammer_score',
] as const;
export type Collector = (typeof COLLECTORS)[number];
export const ACTIONS = ['notify', 'warn', 'pause', 'set_skill', 'raise_overlap', 'review'] as const;
export type Action = (typeof ACTIONS)[number];
export type Settings = { skill?: string; level?: number; pause?: 'new' | 'full'; message?: string };

/** A rule as it is written; `threshold` is a share from 0 to 1, seconds, or a count, as the collector says. */
export type RuleDraft = {
  name: string;
  collector: Collector;
  operator: Operator;
  threshold: number;
  window: number;
  least: number;
  action: Action;
  settings: Settings;
  active: boolean;
};
export type Rule = RuleDraft & { id: string; created_at: string; etag: string };
export type Evidence = {
  collector?: Collector;
  figure: number;
  n: number;
  threshold: number;
  operator: Operator;
  low?: number | null;
  high?: number | null;
};
export type Firing = {
  id: string;
  rule: { id: string; name: string };
  member: { id: string; name: string };
  evidence: Evidence;
  /** The items in which it was seen. */
  items: { id: string; external_id: string }[];
  fired_at: string;
  over_at: string | null;
};

/** What a collector counts in. */
export type Unit = 'share' | 'seconds' | 'count';
export const UNITS: Record<Collector, Unit> = {
  gold_score: 'share',
  agreement: 'share',
  acceptance: 'share',
  seconds_per_item: 'seconds',
  skips_in_a_row: 'count',
  same_answers_in_a_row: 'count',
  too_fast: 'share',
  position_bias: 'share',
  self_consistency: 'share',
  spammer_score: 'share',
};
/** Rows are counted as they come: there is no window to look back over. */
export const isRow = (collector: Collector): collector is 'skips_in_a_row' | 'same_answers_in_a_row' =>
  UNITS[collector] === 'count';

/** Where a new rule of this kind begins: thresholds that catch carelessness and spare the honest. */
export const STARTS: Record<Collector, Pick<RuleDraft, 'operator' | 'threshold' | 'window' | 'least'>> = {
  gold_score: { operator: '<', threshold: 0.6, window: 20, least: 10 },
  agreement: { operator: '<', threshold: 0.5, window: 30, least: 15 },
  acceptance: { operator: '<', threshold: 0.7, window: 20, least: 10 },
  seconds_per_item: { operator: '<', threshold: 5, window: 20, least: 10 },
  skips_in_a_row: { operator: '>=', threshold: 10, window: 20, least: 10 },
  same_answers_in_a_row: { operator: '>=', threshold: 15, window: 30, least: 15 },
  too_fast: { operator: '>=', threshold: 0.5, window: 20, least: 10 },
  position_bias: { operator: '>=', threshold: 0.8, window: 50, least: 30 },
  self_consistency: { operator: '<', threshold: 0.6, window: 20, least: 10 },
  spammer_score: { operator: '<', threshold: 0.1, window: 50, least: 50 },
};

/** A row of so many must fit into what is looked at; less than all of it is not needed to know. */
export function fitted(rule: RuleDraft): RuleDraft {
  if (!isRow(rule.collector)) return rule;
  const needed = Math.max(1, Math.ceil(rule.threshold) + (rule.operator === '>' ? 1 : 0));
  return { ...rule, window: Math.max(rule.window, needed), least: needed };
}
