import '../items/words';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import type { Client } from '../../api';
import { NotFound } from '../../app/App';
import { useTranslation } from '../../i18n';
import { EmptyState, Icon, type IconName, Loading, Page, Panel } from '../../ui';
import { Query } from '../parts/Query';
import { useProgressOf } from '../progress/calls';
import { Figures } from '../progress/Figures';
import { ForecastPanel } from '../progress/ForecastPanel';
import { StatesBar } from '../progress/StatesBar';
import { Throughput } from '../progress/Throughput';
import tabs from '../project/project.module.css';
import { Prompts } from '../prompts/Prompts';
import { useClients, useSlug } from '../queries';

const SECTIONS = ['progress', 'quality', 'prompts', 'buckets'] as const;
type Section = (typeof SECTIONS)[number];
const ICONS: Record<Section, IconName> = {
  progress: 'chart',
  quality: 'report',
  prompts: 'book',
  buckets: 'cloud',
};

const Quality = lazy(() => import('../quality/Quality').then(({ Quality }) => ({ default: Quality })));
const Buckets = lazy(() => import('../buckets/Buckets').then(({ Buckets }) => ({ default: Buckets })));

/** One client: how its projects go together, everything that was asked for it, and its buckets. */
export function ClientPage({ id, section = 'progress' }: { id: string; section?: string | undefined }) {
  const { t } = useTranslation(['items', 'manage']);
  const slug = useSlug();
  const clients = useClients();
  const here = SECTIONS.find((each) => each === section);
  if (!here) return <NotFound />;
  return (
    <Query of={clients} page>
      {(all) => {
        const client = all.find((each) => each.id === id);
        if (!client) return <NotFound />;
        return (
          <Page
            title={client.name}
            back={{ to: `/${slug}/clients`, title: t('manage:clients.title') }}
            subtitle={
              <Link to={`/${slug}/projects?client=${id}`}>
                {t('manage:clients.projects', { count: client.projects })}
              </Link>
            }
          >
            <nav className={tabs.tabs} aria-label={t('client.sections')}>
              {SECTIONS.map((each) => (
                <Link
                  key={each}
                  to={`/${slug}/clients/${id}${each === 'progress' ? '' : `/${each}`}`}
                  aria-current={each === here ? 'page' : undefined}
                >
                  <Icon name={ICONS[each]} size={16} />
                  {t(`client.${each}`)}
                </Link>
              ))}
            </nav>
            {here === 'progress' && <ClientProgress client={client} />}
            {here === 'quality' && (
              <Suspense fallback={<Loading />}>
                <Quality of={{ of: 'clients', id: client.id }} />
              </Suspense>
            )}
            {here === 'prompts' && <Prompts client={client} />}
            {here === 'buckets' && (
              <Suspense fallback={<Loading />}>
                <Buckets client={client} />
              </Suspense>
            )}
          </Page>
        );
      }}
    </Query>
  );
}

function ClientProgress({ client }: { client: Client }) {
  const { t } = useTranslation(['items', 'manage']);
  const progress = useProgressOf('client', client.id);
  return (
    <Query of={progress}>
      {(data) =>
        data.items === 0 ? (
          <Panel>
            <EmptyState icon="chart" title={t('manage:overview.noItems')}>
              {t('manage:overview.noItemsOthers')}
            </EmptyState>
          </Panel>
        ) : (
          <>
            <Panel title={t('progress.states')}>
              <StatesBar states={data.states} />
            </Panel>
            <Figures progress={data} done={data.people} />
            <ForecastPanel
              forecast={data.forecast}
              finished={data.items > 0 && data.items === data.states.done}
            />
            <Throughput days={data.by_day} />
          </>
        )
      }
    </Query>
  );
}
