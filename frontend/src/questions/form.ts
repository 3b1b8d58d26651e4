import type { Answer, AnswerValue, Form, Question } from '../api/types';
import type { Gap } from './kind';
import { kindOf } from './kinds';
import type { Subject, Target } from './target';

/** A question asked about something: the item as a whole, one response, one text. */
export type Place = { question: Question; on: string; target: Target };
/** Values by place key. Nothing typed is thrown away here: answers to hidden questions wait in case they show again. */
export type Answers = Readonly<Record<string, AnswerValue>>;

export const keyOf = (question: string, on: string): string => `${question} ${on}`;
export const placeKey = (place: Pick<Place, 'question' | 'on'>): string =>
  keyOf(place.question.name, place.on);
export const onResponse = (id: string): string => `responses.${id}`;
/** The response a place asks about; null for the item as a whole. */
export const responseOf = (on: string): string | null => (on.startsWith('responses.') ? on.slice(10) : null);

/** The places to fill, in the order of the form and then of the content. What hangs on a hidden question is hidden too. */
export function visiblePlaces(form: Form, subject: Subject, answers: Answers): Place[] {
  const shown = new Map<string, Place>();
  for (const question of form.questions)
    for (const target of subject.targets(question.scope))
      if (isShown(form, question, target.on, answers, shown))
        shown.set(keyOf(question.name, target.on), { question, on: target.on, target });
  return [...shown.values()];
}

function isShown(
  form: Form,
  question: Question,
  on: string,
  answers: Answers,
  shown: ReadonlyMap<string, Place>,
): boolean {
  const { when } = question;
  if (!when) return true;
  const awaited = form.questions.find(({ name }) => name === when.question);
  if (!awaited) return false;
  const key = keyOf(awaited.name, awaited.scope === question.scope ? on : 'item');
  const value = answers[key];
  return shown.has(key) && value !== undefined && kindOf(awaited).meets(value, when.equals);
}

export type PlaceGap = Place & { gap: Gap };

/** What stands between these answers and a submission, first things first. */
export function gapsOf(form: Form, subject: Subject, answers: Answers): PlaceGap[] {
  return visiblePlaces(form, subject, answers).flatMap((place): PlaceGap[] => {
    const value = answers[placeKey(place)];
    const kind = kindOf(place.question);
    if (value === undefined || kind.isEmpty(value))
      return place.question.required ? [{ ...place, gap: { reason: 'missing' } }] : [];
    const gap = kind.gap(place.question, value, place.target);
    return gap ? [{ ...place, gap }] : [];
  });
}

/** The answers as they are sent: visible places only, empty ones left out, values in canonical form. */
export function finalAnswers(form: Form, subject: Subject, answers: Answers): Answer[] {
  return visiblePlaces(form, subject, answers).flatMap(({ question, on, target }): Answer[] => {
    const value = answers[keyOf(question.name, on)];
    const kind = kindOf(question);
    if (value === undefined || kind.isEmpty(value)) return [];
    return [{ question: question.name, on, value: kind.canonical(question, value, target) }];
  });
}

/** Everything typed so far, half-finished values as they are. */
export const draftAnswers = (answers: Answers): Answer[] =>
  Object.entries(answers).map(([key, value]) => {
    const [question = '', on = 'item'] = key.split(' ');
    return { question, on, value };
  });

export const answersFrom = (list: readonly Answer[]): Answers =>
  Object.fromEntries(list.map(({ question, on, value }) => [keyOf(question, on), value]));
