import type { RatingQuestion, RatingValue } from '../../api/types';
import type { Press } from '../kind';
import { optionFor } from '../optionKeys';

/** The key of a point is its number where that is one digit; the scale then reads as it is typed. */
export const pointKey =
  (question: RatingQuestion) =>
  (at: number): string => {
    const values = question.options.map((point) => point.value);
    const value = values[at] ?? -1;
    if (values.every((each) => each >= 0 && each <= 9)) return String(value);
    return at < 9 ? String(at + 1) : '';
  };

export const meets = (value: RatingValue, equals: string | number): boolean => value.rating === equals;

export function press(
  question: RatingQuestion,
  _value: RatingValue | undefined,
  key: string,
): Press<RatingValue> | null {
  const point = question.options[optionFor(question.options, key, pointKey(question))];
  if (!point) return null;
  return { value: { rating: point.value }, go: question.scope === 'item' ? 'question' : 'target' };
}

export function summary(question: RatingQuestion, value: RatingValue): string {
  const point = question.options.find((each) => each.value === value.rating);
  const number = String(value.rating);
  return !point || point.title === number ? number : `${number} · ${point.title}`;
}
