import type { ReactNode } from 'react';
import { ErrorState, Loading } from '../../ui';

type Read<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown };

/**
 * The three faces of a read: waiting, failed (with a way out), and the data. Old data stays while new fails.
 * `page`: the children bring the page's frame, so waiting and failing need one too.
 */
export function Query<Data>(props: {
  of: Read<Data>;
  page?: boolean;
  /** Another way out of a failure than trying again. */
  action?: ReactNode;
  children: (data: Data) => ReactNode;
}): ReactNode {
  const { data, error, refetch } = props.of;
  if (data !== undefined) return props.children(data);
  const face = error ? (
    <ErrorState error={error} retry={() => void refetch()} action={props.action} />
  ) : (
    <Loading />
  );
  return props.page ? <main id="main">{face}</main> : face;
}
