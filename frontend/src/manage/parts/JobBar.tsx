import type { Job } from '../../api';
import { useTranslation } from '../../i18n';
import { Meter } from '../../ui';
import css from './parts.module.css';
import type { Translate } from './translate';

/** How far a job is: the share done in the caller's words, and how long it will still take. */
export function JobBar({ job, label, done }: { job: Job; label: string; done: string }) {
  const { t } = useTranslation('manage');
  return (
    <div className={css.tight}>
      <Meter value={share(job)} label={label} />
      <span className={css.small}>
        {job.state === 'queued'
          ? t('job.waiting')
          : [done, etaWords(job.eta, Date.now(), t)].filter(Boolean).join(' · ')}
      </span>
    </div>
  );
}

export const share = ({ done, total }: Pick<Job, 'done' | 'total'>): number => (total > 0 ? done / total : 0);

/** "about 2 minutes left" out of the time at which the job is expected to end. */
export function etaWords(eta: string | null, now: number, t: Translate): string {
  if (!eta) return '';
  const seconds = (Date.parse(eta) - now) / 1000;
  if (Number.isNaN(seconds)) return '';
  if (seconds < 10) return t('job.soon');
  if (seconds < 90) return t('job.secondsLeft', { count: Math.ceil(seconds / 10) * 10 });
  if (seconds < 5400) return t('job.minutesLeft', { count: Math.round(seconds / 60) });
  return t('job.hoursLeft', { count: Math.round(seconds / 3600) });
}
