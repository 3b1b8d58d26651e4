import type { TextQuestion, TextValue } from '../../api/types';
import type { Gap, Press } from '../kind';

/** Length as the server counts it: Unicode code points. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length++;
  return length;
};

export const isEmpty = (value: TextValue): boolean => value.text.trim() === '';

export function gap(question: TextQuestion, value: TextValue): Gap | null {
  const length = lengthOf(value.text);
  const least = question.min_length ?? 0;
  const most = question.max_length ?? 100_000;
  if (length < least) return { reason: 'short', by: least - length };
  if (length > most) return { reason: 'long', by: length - most };
  return null;
}

export function summary(value: TextValue): string {
  const line = value.text.trim().replace(/\s+/g, ' ');
  return line.length > 140 ? `${line.slice(0, 140)}…` : line;
}

export const SAME_KEY = '0';

/** `0` says that nothing is to be corrected. What somebody has changed is not thrown away by one key. */
export function press(
  question: TextQuestion,
  value: TextValue | undefined,
  key: string,
  original: string,
): Press<TextValue> | null {
  if (!question.edits || key !== SAME_KEY || !original.trim()) return null;
  if (!value) return { value: { text: original }, go: question.scope === 'item' ? 'question' : 'target' };
  return value.text === original ? { value: undefined, go: 'stay' } : null;
}
