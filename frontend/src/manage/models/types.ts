import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type Models = Schemas['ModelFiguresShape'];
export type ModelQuestion = Schemas['ComparedShape'];
/** Strengths are on the log scale, against the mean of all models: 0 is an average one. */
export type Strength = Schemas['StrengthShape'];
export type Leader = Schemas['StandingShape'];
export type Mean = Schemas['MeanRatingShape'];
/** How much the place and the length of a response move people, as log-odds with standard errors. */
export type Lean = Schemas['LeanShape'];
/** How much the later version is above the earlier one: in strength, or in mean rating. */
export type Change = Schemas['ModelChangeShape'];
/** How often a model's responses were given an answer that may count against them. */
export type Rate = Schemas['RateShape'];
export type RateChange = Schemas['RateChangeShape'];
export type Verdict = Schemas['ThresholdVerdict'];
/** An option of a choice, or `<=2`: this point of a rating or a lower one. */
export type Category = Rate['category'];
/** An automatic score beside what people said: its correlation, from -1 to 1; null where nothing varies. */
export type Score = Schemas['ScoreFigureShape'];
/** At most such a share of a model's responses may be given this answer. */
export type Threshold = Schemas['ThresholdShape'];
export const STEPS = ['week', 'month'] as const;
export type Step = (typeof STEPS)[number];
