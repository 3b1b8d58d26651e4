import type { Answer, AnswerValue, Content, Form, Question } from '../api/types';
import type { Gap, Shown } from './kind';
import { kindOf } from './kinds';

/** A question asked about something: the item as a whole, or one response. */
export type Place = { question: Question; on: string };
/** Values by place key. Nothing typed is thrown away here: answers to hidden questions wait in case they show again. */
export type Answers = Readonly<Record<string, AnswerValue>>;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const letterOf = (at: number): string =>
  at < 26 ? (LETTERS[at] ?? '') : `${LETTERS[Math.floor(at / 26) - 1]}${LETTERS[at % 26]}`;

export const shownResponses = (content: Content): Shown[] =>
  (content.responses ?? []).map(({ id }, at) => ({ id, letter: letterOf(at) }));

export const keyOf = (question: string, on: string): string => `${question} ${on}`;
export const placeKey = (place: Place): string => keyOf(place.question.name, place.on);
export const onResponse = (id: string): string => `responses.${id}`;
/** The response a place asks about; null for the item as a whole. */
export const responseOf = (on: string): string | null => (on.startsWith('responses.') ? on.slice(10) : null);

export const targets = (question: Question, responses: readonly Shown[]): string[] =>
  question.scope === 'responses' ? responses.map(({ id }) => onResponse(id)) : ['item'];

/** The places to fill, in the order of the form and then of the content. What hangs on a hidden question is hidden too. */
export function visiblePlaces(form: Form, responses: readonly Shown[], answers: Answers): Place[] {
  const shown = new Map<string, Place>();
  for (const question of form.questions)
    for (const on of targets(question, responses))
      if (isShown(form, question, on, answers, shown)) shown.set(keyOf(question.name, on), { question, on });
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
export function gapsOf(form: Form, responses: readonly Shown[], answers: Answers): PlaceGap[] {
  return visiblePlaces(form, responses, answers).flatMap((place): PlaceGap[] => {
    const value = answers[placeKey(place)];
    const kind = kindOf(place.question);
    if (value === undefined || kind.isEmpty(value))
      return place.question.required ? [{ ...place, gap: { reason: 'missing' } }] : [];
    const gap = kind.gap(place.question, value, responses);
    return gap ? [{ ...place, gap }] : [];
  });
}

/** The answers as they are sent: visible places only, empty ones left out, values in canonical form. */
export function finalAnswers(form: Form, responses: readonly Shown[], answers: Answers): Answer[] {
  return visiblePlaces(form, responses, answers).flatMap(({ question, on }): Answer[] => {
    const value = answers[keyOf(question.name, on)];
    const kind = kindOf(question);
    if (value === undefined || kind.isEmpty(value)) return [];
    return [{ question: question.name, on, value: kind.canonical(question, value, responses) }];
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
