import type { Answer, AnswerValue, Form } from '../api/types';
import type { Annotator } from '../compare/annotators';
import { answersFrom, finalAnswers, gapsOf, keyOf, type PlaceGap } from '../questions/form';
import type { Subject } from '../questions/target';
import type { AdjudicationWork } from '../review/types';

/** What an adjudicator has put together and not sent. */
export type Settlement = {
  answers: readonly Answer[];
  /** By place: the annotation that the answer was taken from; what was written is in no one's name. */
  taken: Readonly<Record<string, string>>;
  reason: string;
  comment: string;
};
export const NOTHING_SETTLED: Settlement = { answers: [], taken: {}, reason: '', comment: '' };

export const isBlank = ({ answers, reason, comment }: Settlement): boolean =>
  answers.length === 0 && !reason && !comment.trim();

/** Somebody's whole answer, in place of all that was put together before. */
export const takeAll = (settlement: Settlement, { id, answers }: Annotator): Settlement => ({
  ...settlement,
  answers: [...answers],
  taken: Object.fromEntries(answers.map(({ question, on }) => [keyOf(question, on), id])),
});

/** Somebody's answers to one question, or to what it asks about one thing. Taking them again lets go of them. */
export function takeOne(
  settlement: Settlement,
  { id, answers }: Annotator,
  question: string,
  on: string | null = null,
): Settlement {
  const here = (answer: { question: string; on: string }) =>
    answer.question === question && (on === null || answer.on === on);
  const theirs = answers.filter(here);
  const held =
    theirs.length > 0 && theirs.every((each) => settlement.taken[keyOf(each.question, each.on)] === id);
  const rest = settlement.answers.filter((answer) => !here(answer));
  const taken = Object.fromEntries(Object.entries(settlement.taken).filter(([key]) => !here(placeOf(key))));
  if (held) return { ...settlement, answers: rest, taken };
  return {
    ...settlement,
    answers: [...rest, ...theirs],
    taken: { ...taken, ...Object.fromEntries(theirs.map((each) => [keyOf(each.question, each.on), id])) },
  };
}

/** Nobody's answer to a question. */
export const takeNone = (settlement: Settlement, question: string): Settlement => ({
  ...settlement,
  answers: settlement.answers.filter((answer) => answer.question !== question),
  taken: Object.fromEntries(
    Object.entries(settlement.taken).filter(([key]) => placeOf(key).question !== question),
  ),
});

/** What was written in the fields: an answer that was changed is in no one's name any more. */
export function written(settlement: Settlement, answers: readonly Answer[]): Settlement {
  const before = new Map(settlement.answers.map((each) => [keyOf(each.question, each.on), each.value]));
  const same = new Set(
    answers.flatMap(({ question, on, value }) => {
      const key = keyOf(question, on);
      return JSON.stringify(before.get(key)) === JSON.stringify(value) ? [key] : [];
    }),
  );
  return {
    ...settlement,
    answers,
    taken: Object.fromEntries(Object.entries(settlement.taken).filter(([key]) => same.has(key))),
  };
}

const placeOf = (key: string): { question: string; on: string } => {
  const [question = '', on = 'item'] = key.split(' ');
  return { question, on };
};

/** Whose answer holds at a place: an annotation, `own` for what was written, null for none. */
export function sourceAt({ answers, taken }: Settlement, question: string, on: string): string | null {
  if (!answers.some((each) => each.question === question && each.on === on)) return null;
  return taken[keyOf(question, on)] ?? 'own';
}

export const valueAt = ({ answers }: Settlement, question: string, on: string): AnswerValue | undefined =>
  answers.find((each) => each.question === question && each.on === on)?.value;

/** What is still open, as the fields would say it. */
export const openPlaces = (form: Form, subject: Subject, { answers }: Settlement): PlaceGap[] =>
  gapsOf(form, subject, answersFrom(answers));

/** The resolution as the server takes it: answers as an annotator would submit them, and whose each of them is. */
export function bodyOf(form: Form, subject: Subject, settlement: Settlement) {
  const answers = finalAnswers(form, subject, answersFrom(settlement.answers));
  return {
    answers,
    taken: answers.flatMap(({ question, on }) => {
      const annotation_id = settlement.taken[keyOf(question, on)];
      return annotation_id && !isProposed(annotation_id) ? [{ question, on, annotation_id }] : [];
    }),
    reason: settlement.reason,
    comment: settlement.comment.trim(),
  };
}

/** What a model proposed is compared and taken like an answer; whose it is, is only said of people. */
const PROPOSED = 'suggestion ';
export const isProposed = (id: string): boolean => id.startsWith(PROPOSED);

/** People by number, in the server's order, and after them what models propose. */
export function annotatorsOf(work: AdjudicationWork, nameless: (name: string) => string): Annotator[] {
  const people = work.annotations.map(({ id, member, pseudonym, answers }, at) => ({
    id,
    name: member?.name || nameless(pseudonym ?? String(at + 1)),
    answers,
  }));
  const models = work.suggestions.map(({ id, agent, answers }) => ({
    id: `${PROPOSED}${id}`,
    name: agent,
    answers,
  }));
  return [...people, ...models].map((each, at) => ({ ...each, number: at + 1, assets: work.assets }));
}
