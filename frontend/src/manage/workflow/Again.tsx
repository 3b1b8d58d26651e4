import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { dateTime, number } from '../../i18n/format';
import { Notice, Panel } from '../../ui';
import { JobBar } from '../parts/JobBar';
import parts from '../parts/parts.module.css';
import { isUnfinished, useSlug } from '../queries';
import { useSettling } from './calls';
import type { Setting } from './merge';
import type { DecidedAgain } from './types';

/** Settings by which finished items may be decided otherwise, as annotation/actions/workflow.py has them. */
const DECIDING = /^(most_overlap|enough_agreement|stop|resolve)\b/;

/** Said before it happens: how many finished items the changed settings are applied to. */
export function WillLookAgain({ project, changed }: { project: string; changed: readonly Setting[] }) {
  const { t } = useTranslation('workflow');
  const decides = changed.some((setting) => DECIDING.test(setting));
  const items = useSettling(project, decides).data?.items ?? 0;
  return decides && items > 0 ? <Notice kind="info">{t('lookAgain.before', { count: items })}</Notice> : null;
}

/** How far finished items have been looked at since the settings were changed, and what came of it. */
export function LookingAgain({ project }: { project: string }) {
  const { t } = useTranslation('workflow');
  const latest = useSettling(project).data?.latest;
  if (!latest || latest.state === 'cancelled') return null;
  return (
    <Panel title={t(isUnfinished(latest) ? 'lookAgain.title' : 'lookAgain.lookedAgain')}>
      {isUnfinished(latest) ? <Progress latest={latest} /> : <Outcome latest={latest} project={project} />}
    </Panel>
  );
}

type Latest = { latest: NonNullable<DecidedAgain['latest']> };

function Progress({ latest }: Latest) {
  const { t } = useTranslation('workflow');
  const { done, total, changed } = latest;
  return (
    <JobBar
      job={latest}
      label={t('lookAgain.title')}
      done={t('lookAgain.done', { done: number(done), total: number(total), changed: number(changed) })}
    />
  );
}

/** What came of it; what went wrong ends with what can be done. */
function Outcome({ latest, project }: Latest & { project: string }) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const { state, done, total, changed, finished_at } = latest;
  if (state === 'failed')
    return (
      <Notice kind="bad">
        {t('lookAgain.failed', { count: total, done: number(done), all: number(total) })}
      </Notice>
    );
  return (
    <>
      <p className={parts.small} role="status">
        {finished_at && dateTime(finished_at)}
        {': '}
        {t('lookAgain.over', { count: total })} {t('lookAgain.changed', { count: changed })}
      </p>
      <p className={parts.small}>
        <Link to={`/${slug}/projects/${project}/items`}>{t('lookAgain.see')}</Link>
      </p>
    </>
  );
}
