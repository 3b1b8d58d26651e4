import type { Workflow } from './types';

/** Every setting by its path (`review.percent`): what is compared, told and merged. */
export type Setting =
  | 'mode'
  | 'most_overlap'
  | 'enough_agreement'
  | `stop.${keyof Workflow['stop']}`
  | `resolve.${keyof Workflow['resolve']}`
  | 'requeue_skips'
  | 'languages'
  | 'skills'
  | `review.${keyof Workflow['review']}`
  | `adjudication.${keyof Workflow['adjudication']}`
  | `gold.${keyof Workflow['gold']}`
  | `again.${keyof Workflow['again']}`;

export const SETTINGS = [
  'mode',
  'most_overlap',
  'enough_agreement',
  'stop.by',
  'stop.confidence',
  'resolve.by',
  'resolve.confidence',
  'requeue_skips',
  'languages',
  'skills',
  'review.percent',
  'review.rules',
  'review.blind',
  'review.reasons',
  'adjudication.below',
  'adjudication.blind',
  'adjudication.reasons',
  'gold.onboarding',
  'gold.percent',
  'gold.feedback',
  'gold.gives',
  'again.percent',
] as const satisfies readonly Setting[];

type Tree = Record<string, unknown>;

export function valueAt(workflow: Workflow, setting: Setting): unknown {
  const [first = '', second] = setting.split('.');
  const value = (workflow as unknown as Tree)[first];
  return second ? (value as Tree)[second] : value;
}

function withValue(workflow: Workflow, setting: Setting, value: unknown): Workflow {
  const [first = '', second] = setting.split('.');
  const part = (workflow as unknown as Tree)[first] as Tree;
  return { ...workflow, [first]: second ? { ...part, [second]: value } : value };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The settings in which two workflows differ, in the order of the page. */
export const differing = (one: Workflow, other: Workflow): Setting[] =>
  SETTINGS.filter((setting) => !same(valueAt(one, setting), valueAt(other, setting)));

/** Theirs, with what I changed since `base` put over it. */
export const merged = (base: Workflow, mine: Workflow, theirs: Workflow): Workflow =>
  differing(base, mine).reduce(
    (workflow, setting) => withValue(workflow, setting, valueAt(mine, setting)),
    theirs,
  );

/** What both changed since `base`, to something different. */
export const contested = (base: Workflow, mine: Workflow, theirs: Workflow): Setting[] => {
  const own = new Set(differing(base, mine));
  return differing(base, theirs).filter(
    (setting) => own.has(setting) && !same(valueAt(mine, setting), valueAt(theirs, setting)),
  );
};
