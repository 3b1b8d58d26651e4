import { useMemo, useState } from 'react';
import { asProblem } from '../../api';
import type { DraftForm } from './draft';
import { type Placed, place } from './place';

/**
 * The errors that the server put on a form that was sent, by field. A field that has been edited since is given the
 * benefit of the doubt until the next try.
 */
export function useFormErrors(
  error: unknown,
  sent: DraftForm | undefined,
): { errors: Placed; mend: (fields: readonly string[]) => void } {
  const [mended, setMended] = useState<{ error: unknown; fields: readonly string[] }>({
    error: null,
    fields: [],
  });
  const placed = useMemo(() => (error && sent ? placeAll(error, sent) : {}), [error, sent]);
  const gone = mended.error === error ? mended.fields : [];
  return {
    errors: Object.fromEntries(Object.entries(placed).filter(([field]) => !gone.includes(field))),
    mend: (fields) => setMended({ error, fields: [...gone, ...fields] }),
  };
}

/** The server points into the request's `form`, also where the form is the whole request. */
function placeAll(error: unknown, sent: DraftForm): Placed {
  const { errors } = asProblem(error);
  return place(errors, sent, errors.some(({ pointer }) => pointer.startsWith('/form')) ? '/form' : '');
}
