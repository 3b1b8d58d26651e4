import type { ApiProblem, FieldProblem } from '../../api';
import type { DraftForm } from './draft';

/**
 * What the server found wrong, by the field that shows it: `<id of a question or option>:<field>`, `<id>:` for the whole
 * question or option, `form:shows` and `form:` for the form. Ids instead of positions, so that errors move along with
 * what they are about.
 */
export type Placed = Readonly<Record<string, string>>;

const QUESTION_FIELDS = new Set(['name', 'title', 'help', 'scope', 'when', 'min_length', 'max_length']);
const OPTION_FIELDS = new Set(['value', 'title', 'key', 'description']);

/** Puts each error at the nearest field that can show it. `base` is where the form stands in what was sent. */
export function place(errors: readonly FieldProblem[], draft: DraftForm, base = ''): Placed {
  const placed: Record<string, string> = {};
  for (const { pointer, detail } of errors) {
    if (pointer !== base && !pointer.startsWith(`${base}/`)) continue;
    const field = fieldOf(steps(pointer.slice(base.length)), draft);
    placed[field] = placed[field] ? `${placed[field]} · ${detail}` : detail;
  }
  return placed;
}

/** The errors that do not belong to the form, such as a name that is taken. */
export const elsewhere = (problem: ApiProblem, base: string): FieldProblem[] =>
  problem.errors.filter(({ pointer }) => pointer !== base && !pointer.startsWith(`${base}/`));

function fieldOf([part, index, field, optionIndex, optionField]: string[], draft: DraftForm): string {
  if (part === 'shows') return 'form:shows';
  const question = part === 'questions' ? draft.questions[Number(index)] : undefined;
  if (!question || index === undefined) return 'form:';
  if (field !== 'options') return `${question.id}:${field && QUESTION_FIELDS.has(field) ? field : ''}`;
  const option = optionIndex === undefined ? undefined : question.options[Number(optionIndex)];
  if (!option) return `${question.id}:options`;
  return `${option.id}:${optionField && OPTION_FIELDS.has(optionField) ? optionField : ''}`;
}

/** A JSON pointer (RFC 6901) as its steps. */
export const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Whether a question or one of its options has an error. */
export const hasErrors = (placed: Placed, ids: readonly string[]): boolean =>
  Object.keys(placed).some((field) => ids.includes(field.split(':')[0] ?? ''));
