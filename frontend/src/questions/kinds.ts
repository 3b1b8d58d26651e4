import type { AnswerValue, Form, Question, QuestionKind } from '../api/types';
import { choice } from './choice';
import type { Kind } from './kind';
import { rating } from './rating';
import { text } from './text';

type Any = Kind<Question, AnswerValue>;
// A form guarantees that values are of their question's kind, so callers need not know which it is.
const any = (kind: unknown): Any => kind as Any;

const loaded = new Map<QuestionKind, Any>(
  Object.entries({ choice, rating, text }).map(([name, kind]) => [name as QuestionKind, any(kind)]),
);

/** The kinds that are fetched with the first form that has them. To add a kind, make its folder and name it here. */
const LATER: Partial<Record<QuestionKind, () => Promise<unknown>>> = {
  ranking: () => import('./ranking').then(({ ranking }) => ranking),
  dialogue: () => import('./dialogue').then(({ dialogue }) => dialogue),
  preference: () => import('./preference').then(({ preference }) => preference),
  spans: () => import('./spans').then(({ spans }) => spans),
  regions: () => import('./regions').then(({ regions }) => regions),
};

/** Has every kind of the forms at hand; `kindOf` may then be asked. Throws what the network throws. */
export async function loadKinds(...forms: readonly Form[]): Promise<void> {
  const wanted = new Set(forms.flatMap(({ questions }) => questions.map(({ kind }) => kind)));
  const missing = [...wanted].filter((kind) => !loaded.has(kind));
  if (missing.length === 0) return;
  const words = import('../i18n/tools');
  await Promise.all(missing.map(async (kind) => loaded.set(kind, any(await LATER[kind]?.()))));
  await words;
}

/** The kind of a question whose form was given to `loadKinds`. */
export function kindOf(question: Question): Any {
  const kind = loaded.get(question.kind);
  if (!kind) throw new Error(`The kind ${question.kind} has not been loaded`);
  return kind;
}
