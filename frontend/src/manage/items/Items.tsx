import { useState } from 'react';
import type { Item, Project } from '../../api';
import { useMay } from '../../app/session';
import { glimpse, picturesOf } from '../../compare/rows';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, ButtonLink, EmptyState, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { Table } from '../parts/Table';
import { useItems, useProjectForm, useSlug } from '../queries';
import { AddBriefs } from './AddBriefs';
import { ItemDrawer } from './ItemDrawer';
import own from './items.module.css';
import { Thumbnail } from './Thumbnail';

/** The project's items in their order, page by page; each opens with everybody's answers. */
export function Items({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const [{ item }, change] = useFilters({ item: '' });
  const items = useItems(project.id);
  const rows = items.data?.pages.flatMap(({ results }) => results) ?? [];
  const at = rows.findIndex(({ id }) => id === item);
  return (
    <Query of={items}>
      {() => (
        <>
          {rows.length > 0 && <Adding project={project} />}
          <Panel flush>
            {rows.length === 0 ? (
              <NoItems project={project} />
            ) : (
              <List rows={rows} onOpen={(id) => change({ item: id })} />
            )}
            <More list={items} />
          </Panel>
          {item && (
            <ItemDrawer
              project={project}
              id={item}
              title={rows[at] ? t('items.one', { position: number(rows[at].position) }) : t('items.item')}
              previous={rows[at - 1]?.id}
              next={at >= 0 ? rows[at + 1]?.id : undefined}
              onOpen={(id) => change({ item: id })}
              onClose={() => change({ item: '' })}
            />
          )}
        </>
      )}
    </Query>
  );
}

/** Ways to more items. */
function Adding({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  if (!useMay('manage')) return null;
  return (
    <div className={css.bar}>
      <span className={css.push} />
      <Briefs project={project} kind="default" />
      <ButtonLink kind="default" to={`/${slug}/projects/${project.id}/import`} icon="upload">
        {t('items.import')}
      </ButtonLink>
    </div>
  );
}

/** For forms that can begin from a text alone. */
function Briefs({ project, kind }: { project: Project; kind: 'default' | 'primary' }) {
  const { t } = useTranslation('manage');
  const [open, setOpen] = useState(false);
  const form = useProjectForm(project.id).data?.form;
  if (!form || form.shows.includes('responses') || form.shows.includes('image')) return null;
  return (
    <>
      <Button kind={kind} icon="plus" onClick={() => setOpen(true)}>
        {t('briefs.title')}
      </Button>
      {open && <AddBriefs project={project} form={form} onClose={() => setOpen(false)} />}
    </>
  );
}

function NoItems({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const manages = useMay('manage');
  return (
    <EmptyState
      icon="list"
      title={t('items.empty')}
      action={
        manages && (
          <div className={css.row}>
            <ButtonLink to={`/${slug}/projects/${project.id}/import`}>{t('items.import')}</ButtonLink>
            <Briefs project={project} kind="default" />
          </div>
        )
      }
    >
      {t('items.emptyHelp')}
    </EmptyState>
  );
}

function List({ rows, onOpen }: { rows: Item[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation('manage');
  return (
    <Table
      caption={t('section.items')}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      columns={[
        {
          title: t('items.position'),
          end: true,
          cell: ({ position }) => <span className={css.small}>{number(position)}</span>,
        },
        {
          title: t('items.content'),
          main: true,
          cell: (row) => (
            <button type="button" className={own.open} onClick={() => onOpen(row.id)}>
              <Content row={row} />
            </button>
          ),
        },
        {
          title: t('items.externalId'),
          cell: ({ external_id }) => <span className={own.external}>{external_id}</span>,
        },
        {
          title: t('items.answers'),
          end: true,
          cell: ({ submitted, overlap }) =>
            t('overview.ofShort', { done: number(submitted), total: number(overlap) }),
        },
        {
          title: t('projects.state'),
          cell: ({ state }) => <State state={state} title={t(`itemState.${state}`)} />,
        },
      ]}
    />
  );
}

function Content({ row }: { row: Item }) {
  const { t } = useTranslation('manage');
  const { responses = [], messages = [] } = row.content;
  const pictures = picturesOf(row.content);
  const parts = [
    responses.length > 0 && t('items.responses', { count: responses.length }),
    messages.length > 0 && t('items.messages', { count: messages.length }),
    pictures.length > 0 && t('items.images', { count: pictures.length }),
  ].filter(Boolean);
  return (
    <span className={own.row}>
      {pictures[0] && <Thumbnail id={pictures[0]} />}
      <span>
        <span className={own.glimpse}>{glimpse(row.content) || row.external_id}</span>
        <span className={own.parts}>{parts.join(' · ')}</span>
      </span>
    </span>
  );
}
