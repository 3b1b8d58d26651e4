import './words';
import { lazy, Suspense } from 'react';
import { Loading } from '../../ui';
import { useFilters } from '../parts/filters';
import type { Of } from './calls';
import { Reports } from './Reports';
import { TruthPanel } from './TruthPanel';

const OneReport = lazy(() => import('./OneReport').then(({ OneReport }) => ({ default: OneReport })));
const NOTHING = { report: '' };

/** How good the work of a project, or for a client, is: the reports that were made of it and what its answers come to, or one of the reports. */
export function Quality({ of }: { of: Of }) {
  const [{ report }, go] = useFilters(NOTHING);
  const open = (id: string): void => {
    go({ report: id });
    scrollTo({ top: 0 });
  };
  if (!report)
    return (
      <>
        <Reports of={of} onOpen={open} />
        {of.of === 'projects' && <TruthPanel project={of.id} />}
      </>
    );
  return (
    <Suspense fallback={<Loading />}>
      <OneReport key={report} of={of} id={report} onOpen={open} />
    </Suspense>
  );
}
