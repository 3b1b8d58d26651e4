import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { When } from '../parts/When';
import { span } from '../project/time';
import css from './progress.module.css';
import type { Progress } from './types';

type Known = Partial<Pick<Progress, 'pace' | 'ageing' | 'last_submitted_at'>>;
/** The work of one person, or in one project: the whole is their sum. */
type Done = { submitted: number; seconds: number };

/** The few numbers that people ask for first. */
export function Figures({ progress, done }: { progress: Known; done: readonly Done[] }) {
  const { t } = useTranslation('items');
  const { pace, ageing, last_submitted_at } = progress;
  const seconds = done.reduce((sum, each) => sum + each.seconds, 0);
  const submitted = done.reduce((sum, each) => sum + each.submitted, 0);
  return (
    <dl className={css.figures}>
      <Figure title={t('progress.of_submitted')} value={number(submitted)}>
        {last_submitted_at && (
          <>
            {t('progress.last')} <When at={last_submitted_at} />
          </>
        )}
      </Figure>
      <Figure title={t('progress.worked')} value={span(seconds)}>
        {submitted > 0 && t('progress.each', { time: span(Math.round(seconds / submitted)) })}
      </Figure>
      {pace && (
        <Figure title={t('progress.perDay')} value={oneOrNone(pace.per_day)}>
          {pace.per_person_hour !== null &&
            t('progress.perPersonHour', { rate: number(pace.per_person_hour, 1) })}
        </Figure>
      )}
      {ageing && (
        <Figure
          title={t('progress.overDue')}
          value={number(ageing.over_due)}
          tone={ageing.over_due > 0 ? 'bad' : undefined}
        >
          {ageing.median_open_days !== null &&
            ageing.median_open_days >= 1 &&
            t('progress.median', {
              count: Math.round(ageing.median_open_days),
            })}
          {ageing.oldest_open && (
            <>
              {' '}
              {t('progress.oldest')} <When at={ageing.oldest_open} />
            </>
          )}
        </Figure>
      )}
    </dl>
  );
}

const oneOrNone = (value: number | null): string =>
  value === null ? '–' : number(value, value < 10 ? 1 : 0);

function Figure(props: {
  title: string;
  value: string;
  tone?: 'bad' | undefined;
  children?: React.ReactNode;
}) {
  return (
    <div className={css.figure}>
      <dt>{props.title}</dt>
      <dd data-tone={props.tone}>{props.value}</dd>
      <dd className={css.under}>{props.children}</dd>
    </div>
  );
}
