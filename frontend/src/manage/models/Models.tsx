import '../standing/words';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { EmptyState, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import parts from '../parts/parts.module.css';
import { Segments } from '../progress/Throughput';
import { useProjectForm } from '../queries';
import { AsOf, Figures } from '../standing/Kept';
import { isBeingWorkedOut } from '../standing/keeping';
import { PeriodSelect, since } from '../standing/Period';
import { Compared } from './Compared';
import { useModels, useModelsAnew } from './calls';
import { Rates } from './Rates';
import { Scores } from './Scores';
import { STEPS, type Step } from './types';

const EMPTY = { period: '', by: 'month' };

/** What people's answers say of the models that wrote the responses: which is best, by how much, and how sure that is. */
export function Models({ project }: { project: Project }) {
  const { t } = useTranslation('standing');
  const [filters, change] = useFilters(EMPTY);
  const by: Step = filters.by === 'week' ? 'week' : 'month';
  const models = useModels(project.id, since(filters.period), by);
  const anew = useModelsAnew(project.id, since(filters.period), by);
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
        <p className={parts.small}>
          {t('models.intervals')}{' '}
          {models.data && !isBeingWorkedOut(models.data) && <AsOf kept={models.data} anew={anew} />}
        </p>
      </div>
      <Figures of={models}>
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
              <Compared
                key={question.question}
                question={question}
                by={by}
                project={project.id}
                since={since(filters.period)}
              />
            ))}
            <Rates project={project} rates={rates} changes={rate_changes} />
            <Scores scores={scores} form={form} project={project.id} />
          </>
        )}
      </Figures>
    </>
  );
}
