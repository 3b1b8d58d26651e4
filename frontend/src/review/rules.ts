import type { Answer, Content, Form, Question } from '../api/types';
import type { Annotator } from '../compare/annotators';
import type { Anchor } from '../compare/Comparison';
import { subjectOf } from '../questions/target';
import type { Judged, Remark, ReviewWork, UpForReview, VerdictName } from './types';

// What a verdict is and may be; pure, and twin to annotation/actions/reviews.py, which has the last word.

/** A verdict that is being made. */
export type Opinion = {
  /** Null while nothing was chosen; accepting needs nothing more and is sent at once. */
  verdict: Exclude<VerdictName, 'accepted'> | null;
  reason: string;
  comment: string;
  remarks: readonly Remark[];
  /** The reviewer's own version, while correcting. */
  answers: readonly Answer[] | null;
};
export const NO_OPINION: Opinion = { verdict: null, reason: '', comment: '', remarks: [], answers: null };

export const isBlank = ({ verdict, reason, comment, remarks, answers }: Opinion): boolean =>
  verdict === null && !reason && !comment.trim() && remarks.length === 0 && answers === null;

/** What keeps a verdict from being sent. */
export type Lack = 'reason' | 'why' | 'change';

/** A rejection wants a reason, what is returned or corrected a reason or words; a correction corrects something. */
export function lackOf(opinion: Opinion, before: readonly Answer[]): Lack | null {
  const said = opinion.reason !== '' || opinion.comment.trim() !== '';
  switch (opinion.verdict) {
    case 'rejected':
      return opinion.reason === '' ? 'reason' : null;
    case 'returned':
      return said || opinion.remarks.length > 0 ? (said ? null : 'why') : 'why';
    case 'corrected':
      if (!opinion.answers || changesBetween(before, opinion.answers).length === 0) return 'change';
      return said ? null : 'why';
    default:
      return null;
  }
}

/** The verdict as the server takes it. What was begun for another verdict does not go with an acceptance; remarks do. */
export function bodyOf(
  verdict: VerdictName,
  { reason, comment, remarks, answers }: Opinion,
  revision: number,
) {
  return {
    verdict,
    revision,
    reason: verdict === 'accepted' ? '' : reason,
    comment: verdict === 'accepted' ? '' : comment.trim(),
    ...(verdict === 'corrected' ? { answers: answers ?? [] } : {}),
    comments: remarks.map(({ text, anchor }) => ({ text, anchor })),
  };
}

export type Difference = {
  question: string;
  on: string;
  before: Answer | undefined;
  after: Answer | undefined;
};

/** What is answered otherwise, in the order of the form as far as it is known. */
export function changesBetween(
  before: readonly Answer[],
  after: readonly Answer[],
  form?: Pick<Form, 'questions'>,
): Difference[] {
  const places = new Map<string, Difference>();
  for (const [list, which] of [
    [before, 'before'],
    [after, 'after'],
  ] as const)
    for (const answer of list) {
      const key = `${answer.question} ${answer.on}`;
      const known = places.get(key) ?? {
        question: answer.question,
        on: answer.on,
        before: undefined,
        after: undefined,
      };
      places.set(key, { ...known, [which]: answer });
    }
  const order = form?.questions.map(({ name }) => name) ?? [];
  return [...places.values()]
    .filter(({ before, after }) => sorted(before?.value) !== sorted(after?.value))
    .sort((one, other) => order.indexOf(one.question) - order.indexOf(other.question));
}

/** JSON with the keys of every object in one order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  ) ?? '';

/** People by number: those up for review first, in the server's order. `nameless` names who may not be named. */
export function annotatorsOf(work: ReviewWork, nameless: (number: number) => string): Annotator[] {
  const all: [Judged, boolean][] = [
    ...work.reviews.map(({ annotation }): [Judged, boolean] => [annotation, true]),
    ...work.others.map((each): [Judged, boolean] => [each, false]),
  ];
  return all.map(([{ id, member, answers }, judged], at) => ({
    id,
    number: at + 1,
    name: member?.name || nameless(at + 1),
    answers,
    assets: work.assets,
    judged,
  }));
}

/** Which annotation comes next: the one after this, else the first that is left; undefined when all are judged. */
export function nextUp(
  reviews: readonly UpForReview[],
  judged: ReadonlySet<string>,
  after: string | null,
): UpForReview | undefined {
  const at = reviews.findIndex(({ assignment_id }) => assignment_id === after);
  const order = [...reviews.slice(at + 1), ...reviews.slice(0, at + 1)];
  return (
    order.find(({ assignment_id }) => !judged.has(assignment_id) && assignment_id !== after) ??
    order.find(({ assignment_id }) => !judged.has(assignment_id))
  );
}

/**
 * What the server takes as the place of a remark: a question and what it asks about, and a part of it only where the
 * question is about parts. Null when no question asks about the place.
 */
export function fittingAnchor(
  form: Pick<Form, 'questions'>,
  content: Content,
  wanted: Partial<Anchor> & { on: string },
): Anchor | null {
  const subject = subjectOf(content);
  const asks = (question: Question) => subject.targets(question.scope).some(({ on }) => on === wanted.on);
  const { start, end, region } = wanted;
  const candidates = form.questions.filter(
    (question) => asks(question) && (wanted.question === undefined || question.name === wanted.question),
  );
  const exact = candidates.find(({ kind }) =>
    start !== undefined
      ? kind === 'spans' || (kind === 'text' && wanted.question !== undefined)
      : region !== undefined && kind === 'regions',
  );
  const question = exact ?? candidates[0];
  if (!question) return null;
  return {
    question: question.name,
    on: wanted.on,
    ...(exact && start !== undefined && end !== undefined ? { start, end } : {}),
    ...(exact && region !== undefined ? { region } : {}),
  };
}

/** The words of a remark; what it quotes stands in them where its place cannot hold it. */
export const remarkText = (text: string, quote: string, anchor: Anchor | null): string =>
  quote && anchor?.start === undefined ? `“${quote}” – ${text}` : text;
