import { lazy, Suspense, useState } from 'react';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import { Button, Icon } from '../../ui';
import imports from '../imports/imports.module.css';
import { CopyButton } from '../parts/Copy';
import { JobBar } from '../parts/JobBar';
import css from '../parts/parts.module.css';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { isUnfinished } from '../queries';
import { useCancelExport, useDownload } from './calls';
import own from './exports.module.css';
import { ANSWERS, type Export, type ExportFormat } from './types';
import { countWords, formatTitle } from './words';

const Deliveries = lazy(() => import('./Deliveries').then(({ Deliveries }) => ({ default: Deliveries })));

/** One file: how far it is, what it holds and leaves out, and how to get it. */
export function Made(props: { job: Export; client: Project['client']; formats: readonly ExportFormat[] }) {
  const { t } = useTranslation('data');
  const { job, formats } = props;
  const given = formats.find(({ name }) => name === job.format)?.title ?? job.format;
  const title = formatTitle(job.format, given, t);
  return (
    <li className={imports.job}>
      <div className={css.between}>
        <span className={imports.file}>
          <Icon name="file" size={16} />
          <strong>{job.filename || title}</strong>
        </span>
        <span className={css.row}>
          <State state={job.state} title={t(`imports.state.${job.state}`)} />
          <span className={css.small}>
            <When at={job.finished_at ?? job.created_at} />
          </span>
        </span>
      </div>
      <span className={css.small}>{[title, ...holdsWords(job.options, t)].join(' · ')}</span>
      {isUnfinished(job) && <HowFar job={job} />}
      {job.error && <p className={imports.error}>{job.error}</p>}
      {job.state === 'done' && <Result {...props} />}
    </li>
  );
}

/** What was chosen besides the format, as far as it is not the usual. */
function holdsWords(options: Export['options'], t: ReturnType<typeof useTranslation<'data'>>['t']): string[] {
  const { answers, split, query } = options;
  const chosen = ANSWERS.find((each) => each === answers);
  return [
    chosen && chosen !== 'all' ? t(`exports.answers.${chosen}`) : '',
    split ? t('exports.isSplit') : '',
    query && Object.keys(query).length > 0 ? t('exports.isFiltered') : '',
  ].filter(Boolean);
}

function HowFar({ job }: { job: Export }) {
  const { t } = useTranslation(['data', 'common']);
  const cancel = useCancelExport();
  return (
    <div className={imports.running}>
      <JobBar
        job={job}
        label={t('exports.progress')}
        done={job.total > 0 ? t('exports.written', { done: number(job.done), total: number(job.total) }) : ''}
      />
      <Button
        kind="default"
        size="small"
        busy={cancel.isPending}
        aria-label={t('exports.cancelOne')}
        onClick={() => cancel.mutate(job)}
      >
        {t('common:cancel')}
      </Button>
    </div>
  );
}

function Result({ job, client }: { job: Export; client: Project['client'] }) {
  const { t } = useTranslation('data');
  const manages = useMay('manage');
  const download = useDownload();
  const [open, setOpen] = useState(false);
  return (
    <div className={own.result}>
      <ul className={own.counts}>
        {countWords(job.counts, t).map((words) => (
          <li key={words}>{words}</li>
        ))}
        {job.size !== null && <li>{bytes(job.size)}</li>}
      </ul>
      {job.losses.length > 0 && (
        <details className={own.losses}>
          <summary>{t('exports.losses', { count: job.losses.length })}</summary>
          <ul>
            {job.losses.map(({ what, count }) => (
              <li key={what}>
                <strong>{number(count)}</strong> {what}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className={css.row}>
        {job.sha256 && (
          <span className={own.checksum}>
            <code className={own.sum} title={job.sha256}>
              sha256 {job.sha256.slice(0, 12)}…
            </code>
            <CopyButton text={job.sha256} name={t('exports.checksum')} />
          </span>
        )}
        {manages && (
          <Button
            kind="default"
            size="small"
            icon="cloud"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t('exports.deliver')}
          </Button>
        )}
        <Button size="small" busy={download.isPending} icon="download" onClick={() => download.mutate(job)}>
          {t('exports.download')}
        </Button>
      </div>
      {open && (
        <Suspense>
          <Deliveries job={job} client={client} />
        </Suspense>
      )}
    </div>
  );
}
