import type { PreferenceQuestion, PreferenceValue } from '../../api/types';
import type { Gap, Press, Shown, Target } from '../kind';

export const TIE_KEY = '9';
export const BOTH_BAD_KEY = '0';

/** A step of the scale that runs from the one response, much better, to the other, much better. */
export type Step = { side: 0 | 1; strength: number; title: string; key: string };

/**
 * Strongest for the first response down to weakest, then weakest up to strongest for the second. Keys count along:
 * 1 … n and n+1 … 2n (with Llama 2's four grades 1–4 and 5–8).
 */
export function stepsOf({ strengths }: PreferenceQuestion): Step[] {
  const sides = [strengths.toReversed(), strengths].map((grades, side) =>
    grades.map(({ value, title }) => ({ side: side as 0 | 1, strength: value, title })),
  );
  return sides.flat().map((step, at) => ({ ...step, key: String(at + 1) }));
}

export const isEmpty = (value: PreferenceValue): boolean =>
  (value.preferred === null || value.preferred === undefined) && !value.reason;

/** Who is better was said, but not by how much; a single grade goes without saying. */
export const gap = (question: PreferenceQuestion, value: PreferenceValue): Gap | null =>
  value.preferred !== null && value.strength === undefined && question.strengths.length > 1
    ? { reason: 'strength' }
    : null;

export function canonical(question: PreferenceQuestion, value: PreferenceValue): PreferenceValue {
  const { preferred, reason } = value;
  if (preferred === null) return { preferred, ...(reason ? { reason } : {}) };
  const [only] = question.strengths.length === 1 ? question.strengths : [];
  const strength = value.strength ?? only?.value;
  return { preferred, ...(strength === undefined ? {} : { strength }) };
}

export const saying = ({ side, strength }: Step, responses: readonly Shown[]): PreferenceValue => ({
  preferred: responses[side]?.id ?? null,
  strength,
});
export const TIE: PreferenceValue = { preferred: null, reason: 'tie' };
export const BOTH_BAD: PreferenceValue = { preferred: null, reason: 'both_bad' };

export const isStep = (
  value: PreferenceValue | undefined,
  { side, strength }: Step,
  responses: readonly Shown[],
): boolean =>
  value !== undefined &&
  value.preferred !== null &&
  value.preferred === responses[side]?.id &&
  value.strength === strength;

export function press(
  question: PreferenceQuestion,
  _value: PreferenceValue | undefined,
  key: string,
  { target }: { target: Target },
): Press<PreferenceValue> | null {
  const picked = (value: PreferenceValue): Press<PreferenceValue> => ({ value, go: 'question' });
  const step = stepsOf(question).find((each) => each.key === key);
  if (step) return picked(saying(step, target.responses));
  if (key === TIE_KEY && question.tie) return picked(TIE);
  if (key === BOTH_BAD_KEY && question.both_bad) return picked(BOTH_BAD);
  return null;
}

export type Words = { tie: string; both_bad: string };
/** "A · Significantly better", or why neither is. */
export function summary(
  question: PreferenceQuestion,
  value: PreferenceValue,
  { responses }: Target,
  words: Words,
): string {
  if (value.preferred === null) return value.reason ? words[value.reason] : '';
  const letter = responses.find(({ id }) => id === value.preferred)?.letter ?? '?';
  const grade = question.strengths.find((each) => each.value === value.strength);
  return [letter, grade?.title].filter(Boolean).join(' · ');
}
