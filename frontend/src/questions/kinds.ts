import type { AnswerValue, Question } from '../api/types';
import { choice } from './choice';
import type { Kind } from './kind';
import { ranking } from './ranking';
import { rating } from './rating';
import { text } from './text';

/** The kinds of question. To add one, make its folder and name it here. */
const KINDS = { choice, rating, ranking, text };

/** The kind of a question, whose values are of that kind: the form guarantees that, so callers need not know which. */
export const kindOf = (question: Question): Kind<Question, AnswerValue> =>
  KINDS[question.kind] as unknown as Kind<Question, AnswerValue>;
