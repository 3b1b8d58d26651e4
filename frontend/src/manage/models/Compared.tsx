import { useTranslation } from '../../i18n';
import { Notice, Panel } from '../../ui';
import { reasonText } from '../parts/reason';
import { Leaderboard } from './Leaderboard';
import { Means } from './Means';
import css from './models.module.css';
import { OverTime } from './OverTime';
import { Sentences } from './Sentences';
import type { ModelQuestion, Step } from './types';
import { Wins } from './Wins';

/** The models by one question: who is how strong first, then what explains it. */
export function Compared(props: {
  question: ModelQuestion;
  by: Step;
  project: string;
  /** Since when answers count; an ISO time, or empty for all of them. */
  since?: string;
}) {
  const { question, by, project, since = '' } = props;
  const { t } = useTranslation('standing');
  const { kind, title, reason, leaderboard, means } = question;
  return (
    <Panel title={title} help={t(kind === 'rating' ? 'models.byRating' : 'models.byPreference')}>
      <div className={css.question}>
        <Means rows={means} title={title} project={project} />
        {reason && <Notice kind="info">{reasonText(reason)}</Notice>}
        {leaderboard.length > 0 && <Leaderboard question={question} project={project} />}
        <Sentences question={question} />
        <OverTime question={question} title={title} by={by} project={project} since={since} />
        <Wins question={question} title={title} project={project} />
      </div>
    </Panel>
  );
}
