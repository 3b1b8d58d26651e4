import { useState } from 'react';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { dateTime } from '../../i18n/format';
import { Button, EmptyState, Icon, Panel } from '../../ui';
import { JobBar } from '../parts/JobBar';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { isUnfinished } from '../queries';
import { type Of, useCancelReport, useReports } from './calls';
import { NewReport } from './NewReport';
import own from './quality.module.css';
import { Schedules } from './Schedules';
import { scopeWords } from './scope';
import type { Report } from './types';

/** The reports that were made, a way to make one, and those that are made by themselves. */
export function Reports({ of, onOpen }: { of: Of; onOpen: (id: string) => void }) {
  const { t } = useTranslation('quality');
  const reports = useReports(of);
  const manages = useMay('manage');
  const [making, setMaking] = useState(false);
  const rows = reports.data?.pages.flatMap(({ results }) => results) ?? [];
  const make = manages && (
    <Button icon="plus" onClick={() => setMaking(true)}>
      {t('list.new')}
    </Button>
  );
  return (
    <>
      <Panel title={t('list.title')} help={t('list.help')} actions={rows.length > 0 && make} flush>
        <Query of={reports}>
          {() =>
            rows.length === 0 ? (
              <EmptyState icon="report" title={t('list.none')} action={make}>
                {t(manages ? 'list.noneHelp' : 'list.noneYet')}
              </EmptyState>
            ) : (
              <ul className={own.list}>
                {rows.map((report) => (
                  <Row key={report.id} of={of} report={report} onOpen={onOpen} />
                ))}
              </ul>
            )
          }
        </Query>
        <More list={reports} />
      </Panel>
      {manages && <Schedules of={of} />}
      {making && <NewReport of={of} onClose={() => setMaking(false)} />}
    </>
  );
}

function Row({ of, report, onOpen }: { of: Of; report: Report; onOpen: (id: string) => void }) {
  const { t } = useTranslation(['quality', 'common']);
  const manages = useMay('manage');
  const cancel = useCancelReport(of);
  const title = t('list.of', { when: dateTime(report.created_at) });
  return (
    <li className={own.row}>
      <span className={own.icon} aria-hidden>
        <Icon name="report" size={18} />
      </span>
      <div className={css.tight}>
        <div className={css.between}>
          {report.state === 'done' ? (
            <button type="button" className={own.open} onClick={() => onOpen(report.id)}>
              {title}
            </button>
          ) : (
            <strong>{title}</strong>
          )}
          {report.state !== 'done' && <State state={report.state} title={t(`state.${report.state}`)} />}
        </div>
        <span className={css.small}>{scopeWords(report, t).join(' · ')}</span>
        {report.error && <p className={own.error}>{report.error}</p>}
        {isUnfinished(report) && (
          <div className={own.running}>
            <JobBar job={report} label={t('list.progress')} done="" />
            {manages && (
              <Button
                kind="default"
                size="small"
                busy={cancel.isPending}
                aria-label={t('list.cancel')}
                onClick={() => cancel.mutate(report.id)}
              >
                {t('common:cancel')}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
