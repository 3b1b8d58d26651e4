import { useMemo, useState } from 'react';
import { asProblem, type FieldProblem } from '../../api';
import type { DraftForm } from './draft';
import { type Placed, place } from './place';

/**
 * The errors that the server put on a form that was sent, by field. A field that has been edited since is given the
 * benefit of the doubt until the next try.
 */
export function useFormErrors(
  error: unknown,
  sent: DraftForm | undefined,
): { errors: Placed; problems: readonly FieldProblem[]; mend: (fields: readonly string[]) => void } {
  const [mended, setMended] = useState<{ error: unknown; fields: readonly string[] }>({
    error: null,
    fields: [],
  });
  const placed = useMemo(() => (error && sent ? placeAll(error, sent) : {}), [error, sent]);
  const problems = useMemo(() => (error ? ofTheForm(error) : []), [error]);
  const gone = mended.error === error ? mended.fields : [];
  return {
    errors: Object.fromEntries(Object.entries(placed).filter(([field]) => !gone.includes(field))),
    problems,
    mend: (fields) => setMended({ error, fields: [...gone, ...fields] }),
  };
}

const placeAll = (error: unknown, sent: DraftForm): Placed => place(ofTheForm(error), sent);

/** The server points into the request's `form`, also where the form is the whole request. */
function ofTheForm(error: unknown): FieldProblem[] {
  const { errors } = asProblem(error);
  const inside = errors.filter(({ pointer }) => pointer === '/form' || pointer.startsWith('/form/'));
  return inside.length > 0
    ? inside.map(({ pointer, detail }) => ({ pointer: pointer.slice('/form'.length), detail }))
    : errors.filter(({ pointer }) => pointer === '' || /^\/(shows|questions|version)(\/|$)/.test(pointer));
}
