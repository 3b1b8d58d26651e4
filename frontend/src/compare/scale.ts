import type { PreferenceQuestion, PreferenceValue } from '../api/types';
import { type Step, stepsOf } from '../questions/preference/rules';
import type { Shown } from '../questions/target';

/** A column of the scale: a step for one side, the tie in its middle, and apart from it that both are bad. */
export type Mark = { key: string; step: Step | null; reason: 'tie' | 'both_bad' | null };

/** From the one response, much better, over the tie to the other. */
export function marksOf(question: PreferenceQuestion): Mark[] {
  const steps = stepsOf(question).map((step): Mark => ({ key: `step ${step.key}`, step, reason: null }));
  const middle = steps.length / 2;
  return [
    ...steps.slice(0, middle),
    ...(question.tie ? [{ key: 'tie', step: null, reason: 'tie' } as const] : []),
    ...steps.slice(middle),
    ...(question.both_bad ? [{ key: 'both_bad', step: null, reason: 'both_bad' } as const] : []),
  ];
}

export const isAt = (value: PreferenceValue, { step, reason }: Mark, responses: readonly Shown[]): boolean =>
  step
    ? value.preferred !== null &&
      value.preferred === responses[step.side]?.id &&
      (value.strength === undefined || value.strength === step.strength)
    : value.preferred === null && value.reason === reason;

/** The columns between the middle of the scale and the answer, which are drawn as a bar. */
export function barOf(
  question: PreferenceQuestion,
  value: PreferenceValue,
  responses: readonly Shown[],
): Set<string> {
  const marks = marksOf(question).filter(({ reason }) => reason !== 'both_bad');
  const at = marks.findIndex((mark) => isAt(value, mark, responses));
  const side = marks[at]?.step?.side;
  if (side === undefined) return new Set();
  const between = side === 0 ? marks.slice(at) : marks.slice(0, at + 1);
  return new Set(between.flatMap(({ key, step }) => (step?.side === side ? [key] : [])));
}
