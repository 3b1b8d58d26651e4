import type { RatingQuestion, RatingValue } from '../../api/types';
import type { Press } from '../kind';
import { optionKeys } from '../optionKeys';
import { keyTyped, numbered } from '../typed';

/** The key of a point is its number, so that the scale reads as it is typed; its place where numbers are negative. */
export const pointKey =
  ({ options }: RatingQuestion) =>
  (at: number): string =>
    options.every(({ value }) => value >= 0) ? String(options[at]?.value ?? '') : numbered(at);

export const meets = (value: RatingValue, equals: string | number): boolean => value.rating === equals;

export function press(
  question: RatingQuestion,
  value: RatingValue | undefined,
  key: string,
  at?: { target: { on: string } },
): Press<RatingValue> | null {
  const keys = optionKeys(question.options, pointKey(question));
  const found = keyTyped(keys, { question, on: at?.target.on ?? 'item' }, key);
  if (found === 'waits') return { value, go: 'stay' };
  const point = found === null ? undefined : question.options[found];
  if (!point) return null;
  return { value: { rating: point.value }, go: question.scope === 'item' ? 'question' : 'target' };
}

export function summary(question: RatingQuestion, value: RatingValue): string {
  const point = question.options.find((each) => each.value === value.rating);
  const number = String(value.rating);
  return !point || point.title === number ? number : `${number} · ${point.title}`;
}
