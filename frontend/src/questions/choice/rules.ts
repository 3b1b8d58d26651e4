import type { ChoiceQuestion, ChoiceValue } from '../../api/types';
import type { Gap, Press } from '../kind';
import { optionFor } from '../optionKeys';

export const UNSURE_KEY = '0';

export const isEmpty = (value: ChoiceValue): boolean =>
  value.choices.length === 0 && !value.unsure && !value.other?.trim();

export const meets = (value: ChoiceValue, equals: string | number): boolean =>
  value.choices.includes(String(equals));

/** A choice that says something can always be submitted: the field allows no other. */
export const gap = (): Gap | null => null;

/** Options in the order of the form; what is not said is left out. */
export function canonical(question: ChoiceQuestion, value: ChoiceValue): ChoiceValue {
  return {
    choices: question.options.map((option) => option.value).filter((each) => value.choices.includes(each)),
    ...(value.other?.trim() ? { other: value.other } : {}),
    ...(value.unsure ? { unsure: true } : {}),
  };
}

/** Picks an option, or takes it back; one choice replaces another where only one is allowed. */
export function toggle(
  question: ChoiceQuestion,
  value: ChoiceValue | undefined,
  option: string,
): ChoiceValue {
  if (!question.multiple) return { choices: [option] };
  const choices = value?.choices ?? [];
  const other = value?.other;
  return {
    choices: choices.includes(option) ? choices.filter((each) => each !== option) : [...choices, option],
    ...(other === undefined ? {} : { other }),
  };
}

/** Unsure stands alone: it takes every choice back. */
export const toggleUnsure = (value: ChoiceValue | undefined): ChoiceValue =>
  value?.unsure ? { choices: [] } : { choices: [], unsure: true };

/** Words of one's own; where only one choice is allowed they replace it. */
export function setOther(
  question: ChoiceQuestion,
  value: ChoiceValue | undefined,
  other: string,
): ChoiceValue {
  return { choices: question.multiple ? (value?.choices ?? []) : [], other };
}

export function press(
  question: ChoiceQuestion,
  value: ChoiceValue | undefined,
  key: string,
): Press<ChoiceValue> | null {
  const go = question.multiple ? 'stay' : question.scope === 'item' ? 'question' : 'target';
  const option = question.options[optionFor(question.options, key)];
  if (option) return { value: toggle(question, value, option.value), go };
  if (key === UNSURE_KEY && question.unsure) {
    const next = toggleUnsure(value);
    return {
      value: next,
      go: next.unsure ? (question.scope === 'item' ? 'question' : 'target') : 'stay',
    };
  }
  return null;
}

export function summary(question: ChoiceQuestion, value: ChoiceValue, unsure: string): string {
  const titles = question.options
    .filter((option) => value.choices.includes(option.value))
    .map((option) => option.title);
  return [...titles, ...(value.other ? [value.other] : []), ...(value.unsure ? [unsure] : [])].join(', ');
}
