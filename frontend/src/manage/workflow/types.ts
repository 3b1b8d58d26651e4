import type { Job } from '../../api';

// Shapes of the API, as annotation/distribution/workflow.py and accounts/models/qualifications.py have them.

export type Mode = 'pool' | 'manual' | 'mixed';
export type Feedback = 'none' | 'score' | 'hints';
export type StopBy = 'agreement' | 'posterior';
export type ResolveBy = 'none' | 'majority' | 'posterior';
export type Operator = '<' | '<=' | '>' | '>=';

/** A skill, by its id, and the least level (0 to 1) that is asked for. */
export type SkillWanted = { skill: string; at_least: number };
export type ReviewRule = {
  by: 'agreement' | 'annotator' | 'gold_score';
  operator: Operator;
  /** From 0 to 1. */
  threshold: number;
  /** Whose work, where the rule is about one person. */
  member: string | null;
  percent: number;
};
export type Qualification = { skill: string; at_least: number; after: number; days: number };
export type Workflow = {
  mode: Mode;
  most_overlap: number | null;
  enough_agreement: number;
  /** When enough people have answered; `confidence` is a probability from 0.5 to 0.999. */
  stop: { by: StopBy; confidence: number };
  /** What becomes of an item whose people differ. */
  resolve: { by: ResolveBy; confidence: number };
  requeue_skips: boolean;
  languages: string[];
  skills: SkillWanted[];
  review: { percent: number; rules: ReviewRule[]; blind: boolean; reasons: string[] };
  adjudication: { below: number | null; blind: boolean; reasons: string[] };
  gold: { onboarding: number; percent: number; feedback: Feedback; gives: Qualification | null };
  /** How much of what people are given they have answered before. */
  again: { percent: number };
};

/** How many finished items a change of the settings would look at, and the last time that this was done. */
export type DecidedAgain = { items: number; latest: (Job & { changed: number }) | null };

export type Skill = { id: string; name: string; kind: 'skill' | 'language' };

export const STOP_BY = ['agreement', 'posterior'] as const;
export const RESOLVE_BY = ['none', 'majority', 'posterior'] as const;
export const MODES = ['pool', 'mixed', 'manual'] as const;
export const FEEDBACK = ['none', 'score', 'hints'] as const;
export const OPERATORS = ['<', '<=', '>', '>='] as const;
export const REVIEW_REASONS = [
  'guidelines',
  'careless',
  'incomplete',
  'factual',
  'language',
  'other',
] as const;
export const ADJUDICATION_REASONS = ['guideline_gap', 'annotator_error', 'ambiguous_item'] as const;
