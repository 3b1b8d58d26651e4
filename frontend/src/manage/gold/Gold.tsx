import '../workflow/words';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Button, ButtonLink, EmptyState, Loading, Notice, Panel, toast } from '../../ui';
import { Confirm } from '../parts/Confirm';
import { useFilters } from '../parts/filters';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { When } from '../parts/When';
import { useSlug } from '../queries';
import { useWorkflow } from '../workflow/calls';
import { useGold, useUnmark } from './calls';
import own from './gold.module.css';
import { ImportGold } from './ImportGold';
import { MarkGold } from './MarkGold';
import { Scores } from './Scores';
import type { Gold as GoldItem } from './types';

/** Items whose right answer is known, and how right people are on them. `?item=` is one that is being marked. */
export function Gold({ project }: { project: Project }) {
  const [{ item }, change] = useFilters({ item: '' });
  const gold = useGold(project.id);
  if (item)
    return <Mark key={item} project={project} item={item} gold={gold} onClose={() => change({ item: '' })} />;
  return (
    <>
      <PlanNotice project={project} />
      <Scores project={project} />
      <List project={project} gold={gold} onEdit={(id) => change({ item: id })} />
    </>
  );
}

/** One item's right answer; what it was before is looked for on all pages of the list. */
function Mark(props: {
  project: Project;
  item: string;
  gold: ReturnType<typeof useGold>;
  onClose: () => void;
}) {
  const { gold, item } = props;
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = gold;
  const before = data?.pages.flatMap(({ results }) => results).find(({ item_id }) => item_id === item);
  const more = !before && hasNextPage;
  useEffect(() => {
    if (more && !isFetchingNextPage) void fetchNextPage();
  }, [more, isFetchingNextPage, fetchNextPage]);
  return (
    <Query of={gold}>
      {() =>
        more ? (
          <Loading />
        ) : (
          <MarkGold project={props.project} item={item} before={before} onClose={props.onClose} />
        )
      }
    </Query>
  );
}

/** Gold that nobody is given shows nothing. */
function PlanNotice({ project }: { project: Project }) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const plan = useWorkflow(project.id).data?.workflow.gold;
  if (!plan || plan.onboarding > 0 || plan.percent > 0) return null;
  return (
    <div className={css.bar}>
      <Notice
        kind="warn"
        action={
          <ButtonLink kind="default" size="small" to={`/${slug}/projects/${project.id}/workflow`}>
            {t('gold.plan')}
          </ButtonLink>
        }
      >
        {t('gold.notGiven')}
      </Notice>
    </div>
  );
}

function List(props: { project: Project; gold: ReturnType<typeof useGold>; onEdit: (item: string) => void }) {
  const { t } = useTranslation(['workflow', 'manage']);
  const { project, gold, onEdit } = props;
  const slug = useSlug();
  const [importing, setImporting] = useState(false);
  const [removing, setRemoving] = useState<GoldItem | null>(null);
  const items = `/${slug}/projects/${project.id}/items`;
  const actions = (
    <>
      <Button kind="default" icon="upload" onClick={() => setImporting(true)}>
        {t('gold.import')}
      </Button>
      <ButtonLink kind="default" icon="plus" to={items}>
        {t('gold.choose')}
      </ButtonLink>
    </>
  );
  return (
    <Query of={gold}>
      {({ pages }) => {
        const rows = pages.flatMap(({ results }) => results);
        return (
          <Panel
            title={t('gold.items')}
            help={t('gold.itemsHelp')}
            flush={rows.length > 0}
            actions={rows.length > 0 && actions}
          >
            {rows.length === 0 ? (
              <EmptyState
                icon="star"
                title={t('gold.empty')}
                action={<div className={css.row}>{actions}</div>}
              >
                {t('gold.emptyHelp')}
              </EmptyState>
            ) : (
              <Rows rows={rows} items={items} onEdit={onEdit} onRemove={setRemoving} />
            )}
            <More list={gold} />
            {importing && <ImportGold project={project} onClose={() => setImporting(false)} />}
            {removing && <Remove project={project} gold={removing} onClose={() => setRemoving(null)} />}
          </Panel>
        );
      }}
    </Query>
  );
}

function Rows(props: {
  rows: GoldItem[];
  items: string;
  onEdit: (item: string) => void;
  onRemove: (gold: GoldItem) => void;
}) {
  const { t } = useTranslation(['workflow', 'manage']);
  return (
    <Table
      caption={t('gold.items')}
      rows={props.rows}
      rowKey={({ item_id }) => item_id}
      columns={[
        {
          title: t('manage:items.externalId'),
          main: true,
          cell: ({ item_id, external_id }) => (
            <Link to={`${props.items}?item=${item_id}`} className={own.item}>
              {external_id}
            </Link>
          ),
        },
        { title: t('gold.given'), end: true, cell: ({ given }) => number(given) },
        {
          title: t('gold.right'),
          end: true,
          cell: ({ given, correct }) =>
            given === 0 || correct === null ? (
              <span className={css.small}>{t('gold.notYet')}</span>
            ) : (
              <span className={own.right} data-low={correct < 0.5 || undefined}>
                {percent(correct)}
                {correct < 0.5 && <small>{t('gold.doubtful')}</small>}
              </span>
            ),
        },
        {
          title: t('gold.by'),
          extra: true,
          cell: ({ created_by, created_at }) => (
            <span className={css.small}>
              {created_by?.name} · <When at={created_at} />
            </span>
          ),
        },
        {
          title: t('manage:actions'),
          actions: true,
          cell: (gold) => (
            <>
              <RowButton
                label={t('gold.editOne', { name: gold.external_id })}
                onClick={() => props.onEdit(gold.item_id)}
              >
                {t('gold.edit')}
              </RowButton>
              <RowButton
                label={t('gold.unmarkOne', { name: gold.external_id })}
                onClick={() => props.onRemove(gold)}
              >
                {t('gold.unmark')}
              </RowButton>
            </>
          ),
        },
      ]}
    />
  );
}

function Remove(props: { project: Project; gold: GoldItem; onClose: () => void }) {
  const { t } = useTranslation('workflow');
  const { project, gold, onClose } = props;
  const unmark = useUnmark(project.id);
  return (
    <Confirm
      title={t('gold.unmarkOne', { name: gold.external_id })}
      action={t('gold.unmark')}
      pending={unmark.isPending}
      error={unmark.error}
      onConfirm={() =>
        unmark.mutate(gold.item_id, {
          onSuccess: () => {
            toast(t('gold.unmarked'));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      {t('gold.unmarkHelp')}
    </Confirm>
  );
}
