// Options in a hierarchy: each names its parent, which stands before it. '' is the level at the top.
import type { ChoiceOption, ChoiceQuestion, ChoiceValue } from '../../api/types';
import { Signal } from '../../queue/signal';

export const isTree = ({ options }: ChoiceQuestion): boolean => options.some(({ parent }) => parent);

export const levelOf = ({ options }: ChoiceQuestion, parent: string): ChoiceOption[] =>
  options.filter((option) => (option.parent ?? '') === parent);

export const hasBelow = ({ options }: ChoiceQuestion, value: string): boolean =>
  options.some(({ parent }) => parent === value);

export const parentOf = ({ options }: ChoiceQuestion, value: string): string =>
  options.find((option) => option.value === value)?.parent ?? '';

/** An option and those above it, from the top. */
export function lineOf(question: ChoiceQuestion, value: string): string[] {
  const line: string[] = [];
  for (let at = value; at && !line.includes(at); at = parentOf(question, at)) line.unshift(at);
  return line;
}

/** Which level keys pick from, for each thing a question on the screen asks about. */
const levels = new WeakMap<ChoiceQuestion, Signal<Readonly<Record<string, string>>>>();
export function levelsOf(question: ChoiceQuestion): Signal<Readonly<Record<string, string>>> {
  const known = levels.get(question) ?? new Signal<Readonly<Record<string, string>>>({});
  levels.set(question, known);
  return known;
}

/** The option whose children keys pick from: where one went last, else where the choice stands. */
export function levelAt(question: ChoiceQuestion, on: string, value: ChoiceValue | undefined): string {
  const [chosen] = value?.choices ?? [];
  return levelsOf(question).get()[on] ?? (chosen && !question.multiple ? parentOf(question, chosen) : '');
}

export function setLevel(question: ChoiceQuestion, on: string, level: string): void {
  const signal = levelsOf(question);
  signal.set({ ...signal.get(), [on]: level });
}

/** Options whose names have these words, letters with and without accents alike; those that begin so first. */
export function search(question: ChoiceQuestion, words: string): ChoiceOption[] {
  const wanted = plain(words);
  const found = question.options.filter(
    (option) =>
      plain(option.title).includes(wanted) && !(question.leaves_only && hasBelow(question, option.value)),
  );
  const begins = ({ title }: ChoiceOption) => (plain(title).startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();
