import '../standing/words';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { EmptyState, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import parts from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { Segments } from '../progress/Throughput';
import { PeriodSelect, since } from '../standing/Period';
import { useTitles } from '../standing/titles';
import { useModels } from './calls';
import { Leaderboard } from './Leaderboard';
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
  const titleOf = useTitles(project.id);
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
      </div>
      <Query of={models}>
        {({ questions, rates, scores }) => (
          <>
            {questions.length === 0 && rates.length === 0 && (
              <Panel>
                <EmptyState icon="columns" title={t('models.none')}>
                  {t('models.noneHelp')}
                </EmptyState>
              </Panel>
            )}
            {questions.map((question) => (
              <Question
                key={question.question}
                question={question}
                title={titleOf(question.question)}
                by={by}
              />
            ))}
            <Rates project={project} rates={rates} />
            <Scores scores={scores} titleOf={titleOf} />
          </>
        )}
      </Query>
    </>
  );
}

/** The models by one question: the leaderboard first, then what explains it. */
function Question({ question, title, by }: { question: ModelQuestion; title: string; by: Step }) {
  const { t } = useTranslation('standing');
  const rating = question.kind === 'rating';
  return (
    <Panel title={title} help={t(rating ? 'models.byRating' : 'models.byPreference')}>
      <div className={css.question}>
        <Leaderboard rows={question.leaderboard} title={title} />
        <Sentences question={question} />
        <OverTime question={question} title={title} by={by} />
        <Wins question={question} title={title} />
      </div>
    </Panel>
  );
}
