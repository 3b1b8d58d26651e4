import { NativeSelect } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { ProjectRow } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { date, number } from '../../i18n/format';
import { Button, ButtonLink, EmptyState, Meter, Page, Panel } from '../../ui';
import { Glimpse } from '../agreement/Glimpse';
import { useFilters } from '../parts/filters';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { matches, Search } from '../parts/Search';
import { State } from '../parts/State';
import { Table } from '../parts/Table';
import { useProjects, useSlug } from '../queries';
import own from './projects.module.css';

const STATES = ['active', 'draft', 'paused', 'finished'] as const;

/** Every project that the member may see, to find one and see at a glance where it stands. */
export function ProjectList() {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const manages = useMay('manage');
  const projects = useProjects();
  const create = (
    <ButtonLink to={`/${slug}/projects/new`} icon="plus">
      {t('projects.new')}
    </ButtonLink>
  );
  return (
    <Page
      title={t('projects.title')}
      actions={
        manages && (
          <>
            <ButtonLink kind="default" to={`/${slug}/projects/activity`} icon="clock">
              {t('activity.title')}
            </ButtonLink>
            {create}
          </>
        )
      }
    >
      <Query of={projects}>
        {(rows) =>
          rows.length > 0 ? (
            <Found rows={rows} />
          ) : (
            <Panel>
              <EmptyState icon="folder" title={t('projects.empty')} action={manages && create}>
                {manages ? t('projects.emptyHelp') : t('projects.emptyOthers')}
              </EmptyState>
            </Panel>
          )
        }
      </Query>
    </Page>
  );
}

function Found({ rows }: { rows: ProjectRow[] }) {
  const { t } = useTranslation('manage');
  const [{ q, state, client }, change] = useFilters({ q: '', state: '', client: '' });
  const clients = [...new Map(rows.map((row) => [row.client.id, row.client.name]))];
  const shown = rows.filter(
    (row) =>
      matches(q, row.name, row.client.name) &&
      (!state || row.state === state) &&
      (!client || row.client.id === client),
  );
  return (
    <>
      <div className={css.bar}>
        <Search
          className={css.grow ?? ''}
          label={t('projects.search')}
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <NativeSelect
          aria-label={t('projects.state')}
          value={state}
          onChange={(event) => change({ state: event.currentTarget.value })}
          data={[
            { value: '', label: t('projects.anyState') },
            ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          ]}
        />
        {clients.length > 1 && (
          <NativeSelect
            aria-label={t('projects.client')}
            value={client}
            onChange={(event) => change({ client: event.currentTarget.value })}
            data={[
              { value: '', label: t('projects.anyClient') },
              ...clients.map(([value, label]) => ({ value, label })),
            ]}
          />
        )}
        <span className={`${css.small} ${css.push}`} role="status">
          {t('projects.count', { count: shown.length })}
        </span>
      </div>
      <Panel flush>
        {shown.length > 0 ? (
          <List rows={shown} />
        ) : (
          <EmptyState
            icon="search"
            title={t('projects.noMatch')}
            action={
              <Button kind="default" onClick={() => change({ q: '', state: '', client: '' })}>
                {t('projects.clearFilters')}
              </Button>
            }
          />
        )}
      </Panel>
    </>
  );
}

function List({ rows }: { rows: ProjectRow[] }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const [, go] = useLocation();
  return (
    <Table
      caption={t('projects.title')}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => go(`/${slug}/projects/${id}`)}
      columns={[
        {
          title: t('projects.name'),
          main: true,
          cell: (row) => (
            <span className={own.name}>
              <Link to={`/${slug}/projects/${row.id}`}>{row.name}</Link>
              <span>{row.client.name}</span>
            </span>
          ),
        },
        {
          title: t('projects.state'),
          cell: (row) => <State state={row.state} title={t(`state.${row.state}`)} />,
        },
        { title: t('projects.progress'), cell: (row) => <Done row={row} /> },
        {
          title: t('projects.agreement'),
          cell: (row) => <Glimpse project={row.id} worthwhile={row.overlap > 1 && row.progress.done > 0} />,
        },
        { title: t('projects.overlap'), end: true, extra: true, cell: (row) => number(row.overlap) },
        {
          title: t('projects.created'),
          end: true,
          extra: true,
          cell: (row) => <span className={css.small}>{date(row.created_at)}</span>,
        },
      ]}
    />
  );
}

function Done({ row }: { row: ProjectRow }) {
  const { t } = useTranslation('manage');
  const { items, done } = row.progress;
  if (items === 0) return <span className={css.small}>{t('projects.noItems')}</span>;
  const words = t('projects.doneOf', { done: number(done), items: number(items) });
  return (
    <span className={own.done}>
      <Meter value={done / items} label={words} />
      <span>{words}</span>
    </span>
  );
}
