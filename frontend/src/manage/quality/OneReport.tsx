import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { dateTime } from '../../i18n/format';
import { Button, EmptyState, Flyout, FlyoutGroup, flyoutEntry, Icon, Loading, Panel, toast } from '../../ui';
import { Confirm } from '../parts/Confirm';
import { JobBar } from '../parts/JobBar';
import { Query } from '../parts/Query';
import { isUnfinished } from '../queries';
import { type Of, useContent, useDownload, usePeopleBehind, useRemoveReport, useReport } from './calls';
import { OfReport } from './drill';
import own from './quality.module.css';
import { daysOf, scopeWords } from './scope';
import { DOWNLOADS, type Report } from './types';

// The charts come with the page that shows them.
const Sections = lazy(() => import('./report/Sections').then(({ Sections }) => ({ default: Sections })));
type Props = { of: Of; id: string; onOpen: (id: string) => void };

/** One report: what it is about, what it says, and as files. */
export function OneReport({ of, id, onOpen }: Props) {
  const { t } = useTranslation('quality');
  const report = useReport(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const known = report.data !== undefined;
  useEffect(() => {
    if (known) heading.current?.focus({ preventScroll: true });
  }, [known]);
  return (
    <>
      <div className={own.head}>
        <Button kind="default" size="small" icon="arrowLeft" onClick={() => onOpen('')}>
          {t('list.all')}
        </Button>
        {report.data && (
          <>
            <div className={own.title}>
              <h2 ref={heading} tabIndex={-1}>
                {t('list.of', { when: dateTime(report.data.created_at) })}
              </h2>
              <p>{scopeWords(report.data, t).join(' · ')}</p>
            </div>
            {report.data.state === 'done' && (
              <Tools report={report.data} of={of} onRemoved={() => onOpen('')} />
            )}
          </>
        )}
      </div>
      <Query of={report}>{(data) => <Stage report={data} onOpen={onOpen} />}</Query>
    </>
  );
}

function Stage({ report, onOpen }: { report: Report; onOpen: (id: string) => void }) {
  const { t } = useTranslation('quality');
  if (isUnfinished(report))
    return (
      <Panel title={t('list.making')}>
        <JobBar job={report} label={t('list.progress')} done="" />
      </Panel>
    );
  if (report.state !== 'done')
    return (
      <Panel>
        <EmptyState icon="alert" title={t(`state.${report.state}`)}>
          {report.error}
        </EmptyState>
      </Panel>
    );
  return <Read report={report} onOpen={onOpen} />;
}

function Read({ report, onOpen }: { report: Report; onOpen: (id: string) => void }) {
  const content = useContent(report.id);
  const behind = usePeopleBehind(report);
  return (
    <OfReport value={{ behind, days: daysOf(report) }}>
      <Query of={content}>
        {(data) => (
          <Suspense fallback={<Loading />}>
            <Sections content={data} onOpen={onOpen} />
          </Suspense>
        )}
      </Query>
    </OfReport>
  );
}

/** The report as files, and away with it. */
function Tools({ of, report, onRemoved }: { of: Of; report: Report; onRemoved: () => void }) {
  const { t } = useTranslation('quality');
  const manages = useMay('manage');
  const download = useDownload(report.id);
  const remove = useRemoveReport(of);
  const [asking, setAsking] = useState(false);
  return (
    <div className={own.tools}>
      {DOWNLOADS.map((as) => (
        <Button
          key={as}
          kind={as === 'pdf' ? 'primary' : 'default'}
          size="small"
          icon="download"
          busy={download.isPending && download.variables === as}
          aria-label={t('download', { as: as.toUpperCase() })}
          onClick={() => download.mutate(as)}
        >
          {as.toUpperCase()}
        </Button>
      ))}
      {manages && (
        <Flyout
          side="end"
          label={t('more')}
          buttonClassName={own.more ?? ''}
          button={<Icon name="dots" size={18} />}
        >
          <FlyoutGroup>
            <button type="button" className={flyoutEntry} data-closes onClick={() => setAsking(true)}>
              <Icon name="trash" size={16} />
              {t('remove')}
            </button>
          </FlyoutGroup>
        </Flyout>
      )}
      {asking && (
        <Confirm
          title={t('removeTitle')}
          action={t('remove')}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(report.id, {
              onSuccess: () => {
                toast(t('removed'));
                onRemoved();
              },
            })
          }
          onClose={() => setAsking(false)}
        >
          {t('removeHelp')}
        </Confirm>
      )}
    </div>
  );
}
