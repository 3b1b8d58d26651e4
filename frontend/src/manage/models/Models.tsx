import '../standing/words';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { EmptyState, Notice, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import parts from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { Segments } from '../progress/Throughput';
import { useProjectForm } from '../queries';
import { PeriodSelect, since } from '../standing/Period';
import { useModels } from './calls';
import { Leaderboard } from './Leaderboard';
import { Means } from './Means';
import css from './models.module.css';
import { OverTime } from './OverTime';
import { Rates } from './Rates';
import { Scores } from './Scores';
import { Sentences } from './Sentences';
import { type ModelQuestion, STEPS, type Step } from './types';
import { Wins } from './Wins';

const EMPTY = { period: '', by: 'month' };

/** What people's answers say of the models that wrote the responses: which is best, by how much, and how sure that is. */
export function Models({ project }: { project: Project }) {
  const { t } = useTranslation('standing');
  const [filters, change] = useFilters(EMPTY);
  const by: Step = filters.by === 'week' ? 'week' : 'month';
  const models = useModels(project.id, since(filters.period), by);
  const form = useProjectForm(project.id).data?.form;
  return (
    <>
      <div className={parts.bar}>
        <PeriodSelect value={filters.period} onChange={(period) => change({ period })} />
        <Segments
          label={t('by.label')}
          options={STEPS.map((value) => ({ value, title: t(`by.${value}`) }))}
          value={by}
          onChange={(value) => change({ by: value })}
        />
        <p className={parts.small}>{t('models.intervals')}</p>
      </div>
      <Query of={models}>
        {({ questions, rates, rate_changes, scores }) => (
          <>
            {questions.length === 0 && rates.length === 0 && (
              <Panel>
                <EmptyState icon="columns" title={t('models.none')}>
                  {t('models.noneHelp')}
                </EmptyState>
              </Panel>
            )}
            {questions.map((question) => (
              <Question key={question.question} question={question} by={by} />
            ))}
            <Rates project={project} rates={rates} changes={rate_changes} />
            <Scores scores={scores} form={form} />
          </>
        )}
      </Query>
    </>
  );
}

/** The models by one question: who is how strong first, then what explains it. */
function Question({ question, by }: { question: ModelQuestion; by: Step }) {
  const { t } = useTranslation('standing');
  const { kind, title, reason, leaderboard, means } = question;
  return (
    <Panel title={title} help={t(kind === 'rating' ? 'models.byRating' : 'models.byPreference')}>
      <div className={css.question}>
        <Means rows={means} title={title} />
        {reason && <Notice kind="info">{reason}</Notice>}
        {leaderboard.length > 0 && <Leaderboard rows={leaderboard} title={title} />}
        <Sentences question={question} />
        <OverTime question={question} title={title} by={by} />
        <Wins question={question} title={title} />
      </div>
    </Panel>
  );
}
