import '../items/words';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { EmptyState, Panel } from '../../ui';
import { sectionsFor } from '../access';
import { Query } from '../parts/Query';
import { useSlug } from '../queries';
import { useProgressOf } from './calls';
import { Figures } from './Figures';
import { ForecastPanel } from './ForecastPanel';
import { Pace } from './Pace';
import css from './progress.module.css';
import { StatesBar } from './StatesBar';
import { Throughput } from './Throughput';
import type { Progress } from './types';

type Dated = Project & { due_at?: string | null };

/** How far the project is, how fast it goes, and when it will be done. */
export function ProjectProgress({ project }: { project: Dated }) {
  const progress = useProgressOf('project', project.id);
  return (
    <Query of={progress}>
      {(data) => (data.items === 0 ? <NoItems /> : <Known project={project} data={data} />)}
    </Query>
  );
}

function Known({ project, data }: { project: Dated; data: Progress }) {
  const { t } = useTranslation('items');
  const slug = useSlug();
  const { role } = useSession().organisation;
  const items = `/${slug}/projects/${project.id}/items`;
  const sees = sectionsFor(role).includes('items');
  return (
    <>
      <Panel title={t('progress.states')}>
        <StatesBar states={data.states} linkTo={sees ? items : undefined} />
      </Panel>
      <Figures progress={data} done={data.people} />
      {data.ageing.over_due > 0 && sees && (
        <p className={css.toLate}>
          <Link to={`${items}?sort=due&state=open`}>{t('progress.seeOverDue')}</Link>
        </p>
      )}
      <ForecastPanel
        forecast={data.forecast}
        due={project.due_at}
        finished={data.items > 0 && unfinished(data) === 0}
      />
      <Throughput days={data.by_day} />
      {role !== 'client' && <Pace people={data.people} />}
    </>
  );
}

const unfinished = ({ states }: Progress): number =>
  (states.open ?? 0) + (states.review ?? 0) + (states.adjudicate ?? 0);

function NoItems() {
  const { t } = useTranslation('manage');
  return (
    <Panel>
      <EmptyState icon="chart" title={t('overview.noItems')}>
        {t('overview.noItemsOthers')}
      </EmptyState>
    </Panel>
  );
}
