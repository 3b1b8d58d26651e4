import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Notice, Panel } from '../../ui';
import { JobBar } from '../parts/JobBar';
import { isUnfinished } from '../queries';
import { useSettling } from './calls';
import type { Setting } from './merge';

/** Settings by which finished items may be decided otherwise, as annotation/actions/workflow.py has them. */
const DECIDING = /^(most_overlap|enough_agreement|stop|resolve)\b/;

/** Said before it happens: how many finished items the changed settings are applied to. */
export function WillLookAgain({ project, changed }: { project: string; changed: readonly Setting[] }) {
  const { t } = useTranslation('workflow');
  const decides = changed.some((setting) => DECIDING.test(setting));
  const items = useSettling(project, decides).data?.items ?? 0;
  return decides && items > 0 ? <Notice kind="info">{t('lookAgain.before', { count: items })}</Notice> : null;
}

/** How far finished items have been looked at since the settings were changed. */
export function LookingAgain({ project }: { project: string }) {
  const { t } = useTranslation('workflow');
  const latest = useSettling(project).data?.latest;
  if (!latest || !isUnfinished(latest)) return null;
  const { done, total, changed } = latest;
  return (
    <Panel title={t('lookAgain.title')}>
      <JobBar
        job={latest}
        label={t('lookAgain.title')}
        done={t('lookAgain.done', { done: number(done), total: number(total), changed: number(changed) })}
      />
    </Panel>
  );
}
