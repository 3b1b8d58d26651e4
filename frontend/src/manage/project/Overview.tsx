import { Link } from 'wouter';
import type { Progress, Project } from '../../api';
import { useMay, useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { EmptyState, Icon, Meter, Panel } from '../../ui';
import { AgreementPanel } from '../agreement/AgreementPanel';
import shared from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { Table } from '../parts/Table';
import { When } from '../parts/When';
import { usePeople, useProgress, useSlug } from '../queries';
import css from './project.module.css';
import { pace, span } from './time';

/** Where the project stands, live. */
export function Overview({ project }: { project: Project }) {
  const progress = useProgress(project.id);
  const seesPeople = useSession().organisation.role !== 'client';
  return (
    <Query of={progress}>
      {(data) =>
        data.items === 0 ? (
          <FirstSteps project={project} />
        ) : (
          <>
            <Figures progress={data} overlap={project.overlap} />
            <AgreementPanel project={project} lastSubmitted={data.last_submitted_at} />
            {seesPeople && <PeopleDone progress={data} />}
          </>
        )
      }
    </Query>
  );
}

function Figures({ progress, overlap }: { progress: Progress; overlap: number }) {
  const { t } = useTranslation('manage');
  const { items, done, places, last_submitted_at } = progress;
  const { open = 0, claimed = 0, submitted = 0, skipped = 0 } = places;
  const wanted = open + claimed + submitted;
  return (
    <div className={css.figures}>
      <Figure
        title={t('overview.items')}
        value={number(done)}
        of={t('overview.of', { total: number(items) })}
      >
        <Meter value={items ? done / items : 0} label={t('overview.items')} />
        <span>{t('overview.share', { percent: percent(items ? done / items : 0) })}</span>
      </Figure>
      <Figure
        title={t('overview.answers')}
        value={number(submitted)}
        of={t('overview.of', { total: number(wanted) })}
      >
        <Meter value={wanted ? submitted / wanted : 0} label={t('overview.answers')} />
        <span>{t('overview.perItem', { count: overlap })}</span>
      </Figure>
      <Figure title={t('overview.now')} value={number(claimed)}>
        <span>{t('overview.nowHelp', { count: open })}</span>
      </Figure>
      <Figure title={t('overview.skipped')} value={number(skipped)}>
        <span>
          {last_submitted_at ? (
            <>
              {t('overview.last')} <When at={last_submitted_at} />
            </>
          ) : (
            t('overview.noneYet')
          )}
        </span>
      </Figure>
    </div>
  );
}

function Figure(props: { title: string; value: string; of?: string; children: React.ReactNode }) {
  return (
    <section className={css.figure} aria-label={props.title}>
      <h2>{props.title}</h2>
      <p>
        <strong>{props.value}</strong> {props.of && <span>{props.of}</span>}
      </p>
      <div className={css.under}>{props.children}</div>
    </section>
  );
}

function PeopleDone({ progress }: { progress: Progress }) {
  const { t } = useTranslation('manage');
  const { people } = progress;
  return (
    <Panel title={t('overview.people')} flush={people.length > 0}>
      {people.length === 0 ? (
        <p className={shared.small}>{t('overview.nobodyYet')}</p>
      ) : (
        <Table
          caption={t('overview.people')}
          rows={people}
          rowKey={({ member }) => member.id}
          columns={[
            { title: t('members.person'), main: true, cell: ({ member }) => member.name },
            { title: t('overview.submitted'), end: true, cell: ({ submitted }) => number(submitted) },
            { title: t('overview.skipped'), end: true, cell: ({ skipped }) => number(skipped) },
            { title: t('overview.time'), end: true, cell: ({ seconds }) => span(seconds) },
            {
              title: t('overview.pace'),
              end: true,
              cell: ({ seconds, submitted }) => pace(seconds, submitted),
            },
          ]}
        />
      )}
    </Panel>
  );
}

/** What to do before anything can be counted. */
function FirstSteps({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const manages = useMay('manage');
  const people = usePeople(project.id, manages);
  if (!manages)
    return (
      <Panel>
        <EmptyState icon="list" title={t('overview.noItems')}>
          {t('overview.noItemsOthers')}
        </EmptyState>
      </Panel>
    );
  const base = `/${slug}/projects/${project.id}`;
  const annotators = people.data?.filter(({ annotate }) => annotate).length ?? 0;
  const steps = [
    { done: false, to: `${base}/import`, icon: 'upload', key: 'import' },
    { done: annotators >= project.overlap, to: `${base}/people`, icon: 'users', key: 'people' },
    { done: project.guidelines.trim() !== '', to: `${base}/settings`, icon: 'book', key: 'guidelines' },
  ] as const;
  return (
    <Panel title={t('firstSteps.title')} help={t('firstSteps.help')}>
      <ol className={css.steps}>
        {steps.map(({ done, to, icon, key }) => (
          <li key={key} data-done={done || undefined}>
            <span className={css.stepIcon}>
              <Icon name={done ? 'check' : icon} size={18} />
            </span>
            <div>
              <h3>{t(`firstSteps.${key}`)}</h3>
              <p>{t(`firstSteps.${key}Help`, { count: project.overlap, have: annotators })}</p>
            </div>
            <Link to={to} className={css.stepLink}>
              {t(`firstSteps.${key}Action`)}
              <Icon name="chevronRight" size={15} />
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
