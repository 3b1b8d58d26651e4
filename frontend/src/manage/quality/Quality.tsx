import './words';
import { lazy, Suspense } from 'react';
import { Loading } from '../../ui';
import { useFilters } from '../parts/filters';
import type { Of } from './calls';
import { Reports } from './Reports';

const OneReport = lazy(() => import('./OneReport').then(({ OneReport }) => ({ default: OneReport })));
const NOTHING = { report: '' };

/** How good the work of a project, or for a client, is: the reports that were made of it, or one of them. */
export function Quality({ of }: { of: Of }) {
  const [{ report }, go] = useFilters(NOTHING);
  const open = (id: string): void => {
    go({ report: id });
    scrollTo({ top: 0 });
  };
  if (!report) return <Reports of={of} onOpen={open} />;
  return (
    <Suspense fallback={<Loading />}>
      <OneReport key={report} of={of} id={report} onOpen={open} />
    </Suspense>
  );
}
