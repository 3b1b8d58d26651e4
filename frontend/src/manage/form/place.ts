import type { ApiProblem, FieldProblem } from '../../api';
import type { DraftForm } from './draft';

/**
 * What the server found wrong, by the field that shows it: `<id of a question or option>:<field>`, `<id>:` for the whole
 * question or option, `form:shows` and `form:` for the form. Ids instead of positions, so that errors move along with
 * what they are about.
 */
export type Placed = Readonly<Record<string, string>>;

/** The fields that show an error of their own; others are shown by what they belong to. */
const FIELDS = new Set(
  (
    'name title help scope when options strengths tags labels ratings shapes min_length max_length ' +
    'min_turns max_turns min_responses max_responses value key description parent'
  ).split(' '),
);

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

/** Walks the draft along the pointer, as far as there are things with an id: their shape is that of the JSON. */
function fieldOf(path: readonly string[], draft: DraftForm): string {
  if (path[0] === 'shows') return 'form:shows';
  let here: unknown = draft;
  let owner = 'form';
  let field = '';
  for (const step of path) {
    here = (here as Record<string, unknown> | undefined)?.[step];
    const id = (here as { id?: string } | null | undefined)?.id;
    if (id !== undefined) [owner, field] = [id, ''];
    else if (!field) field = step;
  }
  return `${owner}:${FIELDS.has(field) ? field : ''}`;
}

/** A JSON pointer (RFC 6901) as its steps. */
export const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The ids of a question and of everything in it. */
export function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id } = value as { id?: unknown };
  return [...(typeof id === 'string' ? [id] : []), ...Object.values(value).flatMap(idsIn)];
}

/** Whether a question or one of its options has an error. */
export const hasErrors = (placed: Placed, ids: readonly string[]): boolean =>
  Object.keys(placed).some((field) => ids.includes(field.split(':')[0] ?? ''));
