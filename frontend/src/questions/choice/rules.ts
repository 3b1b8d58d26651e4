import type { ChoiceOption, ChoiceQuestion, ChoiceValue } from '../../api/types';
import type { Gap, Press } from '../kind';
import { optionKeys } from '../optionKeys';
import { keyTyped, numbered } from '../typed';
import { hasBelow, isTree, levelAt, levelOf, lineOf, parentOf, setLevel } from './tree';

/** Unsure; inside of a hierarchy one level up. */
export const UNSURE_KEY = '0';
/** With an option's value behind it, pressed by the search field: the option is picked as by its own key. */
export const PICK = 'pick ';

export const isEmpty = (value: ChoiceValue): boolean =>
  value.choices.length === 0 && !value.unsure && !value.other?.trim();

export const meets = (value: ChoiceValue, equals: string | number): boolean =>
  value.choices.includes(String(equals));

/** Only an option that must be narrowed down is not enough; the field allows nothing else that is wrong. */
export const gap = (question: ChoiceQuestion, value: ChoiceValue): Gap | null =>
  question.leaves_only && withoutImplied(question, value.choices).some((each) => hasBelow(question, each))
    ? { reason: 'leaf' }
    : null;

/** Options in the order of the form; what is not said is left out, and so is what a choice implies. */
export function canonical(question: ChoiceQuestion, value: ChoiceValue): ChoiceValue {
  const choices = withoutImplied(question, value.choices);
  return {
    choices: question.options.map((option) => option.value).filter((each) => choices.includes(each)),
    ...(value.other?.trim() ? { other: value.other } : {}),
    ...(value.unsure ? { unsure: true } : {}),
  };
}

/** Without the options that stand above another chosen one. */
function withoutImplied(question: ChoiceQuestion, choices: readonly string[]): string[] {
  if (!isTree(question)) return [...choices];
  const implied = new Set(choices.flatMap((each) => lineOf(question, parentOf(question, each))));
  return choices.filter((each) => !implied.has(each));
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
    choices: choices.includes(option)
      ? choices.filter((each) => each !== option)
      : [...choices.filter((each) => !sameLine(question, each, option)), option],
    ...(other === undefined ? {} : { other }),
  };
}
/** Whether one option stands above the other: only one of them is chosen. */
const sameLine = (question: ChoiceQuestion, one: string, other: string): boolean =>
  isTree(question) && (lineOf(question, one).includes(other) || lineOf(question, other).includes(one));

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

/** The options that keys pick now, with their keys: all of them, or one level of a hierarchy. */
export function keyed(
  question: ChoiceQuestion,
  on: string,
  value: ChoiceValue | undefined,
): { options: readonly ChoiceOption[]; keys: (string | undefined)[] } {
  const options = isTree(question) ? levelOf(question, levelAt(question, on, value)) : question.options;
  return { options, keys: optionKeys(options, numbered) };
}

export function press(
  question: ChoiceQuestion,
  value: ChoiceValue | undefined,
  key: string,
  at?: { target: { on: string } },
): Press<ChoiceValue> | null {
  const on = at?.target.on ?? 'item';
  if (key.startsWith(PICK)) return pick(question, on, value, key.slice(PICK.length));
  const { options, keys } = keyed(question, on, value);
  const found = keyTyped(keys, { question, on }, key);
  if (found === 'waits') return { value, go: 'stay' };
  const option = found === null ? undefined : options[found];
  if (option) return pick(question, on, value, option.value);
  if (key !== UNSURE_KEY) return null;
  const level = isTree(question) ? levelAt(question, on, value) : '';
  if (level) {
    setLevel(question, on, parentOf(question, level));
    return { value, go: 'stay' };
  }
  if (!question.unsure) return null;
  const next = toggleUnsure(value);
  return { value: next, go: next.unsure ? onwards(question) : 'stay' };
}

/** One choice is enough and the keyboard goes on; where several or deeper ones may follow, it stays. */
function pick(
  question: ChoiceQuestion,
  on: string,
  value: ChoiceValue | undefined,
  option: string,
): Press<ChoiceValue> {
  const deeper = hasBelow(question, option);
  if (isTree(question)) setLevel(question, on, deeper ? option : parentOf(question, option));
  if (deeper && question.leaves_only) return { value, go: 'stay' };
  return {
    value: toggle(question, value, option),
    go: question.multiple || deeper ? 'stay' : onwards(question),
  };
}
const onwards = ({ scope }: ChoiceQuestion): 'question' | 'target' =>
  scope === 'item' ? 'question' : 'target';

/** The names of an option and of those above it: "Science › Physics". */
export const pathOf = (question: ChoiceQuestion, option: string): string =>
  lineOf(question, option)
    .map((each) => question.options.find(({ value }) => value === each)?.title ?? each)
    .join(' › ');

export function summary(question: ChoiceQuestion, value: ChoiceValue, unsure: string): string {
  const { choices } = canonical(question, value);
  const titles = choices.map((each) => pathOf(question, each));
  return [...titles, ...(value.other ? [value.other] : []), ...(value.unsure ? [unsure] : [])].join(', ');
}
