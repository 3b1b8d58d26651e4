import '../../review/words';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { Agreement } from '../../compare/Agreement';
import { useTranslation } from '../../i18n';
import type { ReviewRow } from '../../review/types';
import { reasonWords } from '../../review/wording';
import { Button, ButtonLink, EmptyState, Notice, Panel, toast } from '../../ui';
import { useCreate } from '../intention';
import { Confirm } from '../parts/Confirm';
import { useFilters } from '../parts/filters';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { type Column, Table } from '../parts/Table';
import { When } from '../parts/When';
import { useSlug } from '../queries';
import own from './reviews.module.css';

const LISTS = ['open', 'done'] as const;
type List = (typeof LISTS)[number];
type Accepted = { accepted: number; refused: { id: string; detail: string }[] };

/** What waits for a reviewer, the most disputed first, and what reviewers said. */
export function Reviews({ project }: { project: Project }) {
  const { t } = useTranslation('review');
  const slug = useSlug();
  const [{ list }, change] = useFilters({ list: 'open' });
  const state: List = list === 'done' ? 'done' : 'open';
  return (
    <>
      <div className={css.bar}>
        <nav className={own.lists} aria-label={t('manage.lists')}>
          {LISTS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={state === each}
              onClick={() => change({ list: each })}
            >
              {t(`manage.${each}`)}
            </button>
          ))}
        </nav>
        <span className={css.push} />
        <ButtonLink kind="default" to={`/${slug}/adjudicate/${project.id}`} icon="columns">
          {t('manage.adjudicate')}
        </ButtonLink>
        <ButtonLink to={`/${slug}/review/${project.id}`} icon="play">
          {t('manage.start')}
        </ButtonLink>
      </div>
      {state === 'open' ? <Waiting project={project} /> : <Given project={project} />}
    </>
  );
}

function useReviews(project: string, state: List) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'reviews', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<{ results: ReviewRow[]; next: string | null }>(
          '/api/v1/{organisation}/projects/{project_id}/reviews',
          {
            params: {
              path: { organisation, project_id: project },
              query: { state, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
            },
            signal,
          },
        ),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 5_000,
    refetchInterval: 30_000,
  });
}

function Waiting({ project }: { project: Project }) {
  const { t } = useTranslation('review');
  const reviews = useReviews(project.id, 'open');
  const columns = useItemColumns(project.id);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = reviews.data?.pages.flatMap(({ results }) => results) ?? [];
  const open = rows.filter(({ state }) => state === 'open');
  const picked = open.filter(({ assignment_id }) => chosen.has(assignment_id));
  const toggle = (id: string, on: boolean) =>
    setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((each) => each !== id)));
  return (
    <Query of={reviews}>
      {() =>
        rows.length === 0 ? (
          <Panel flush>
            <EmptyState icon="check" title={t('manage.none')}>
              {t('manage.noneHelp')}
            </EmptyState>
          </Panel>
        ) : (
          <>
            <Accepting
              project={project}
              picked={picked.map(({ assignment_id }) => assignment_id).slice(0, MOST)}
              all={open.length > 0 && picked.length === open.length}
              none={open.length === 0}
              onAll={(on) => setChosen(new Set(on ? open.map(({ assignment_id }) => assignment_id) : []))}
              onDone={() => setChosen(new Set())}
            />
            <Panel flush>
              <Table
                caption={t('manage.open')}
                rows={rows}
                rowKey={({ assignment_id }) => assignment_id}
                columns={[
                  {
                    title: t('manage.choose'),
                    actions: true,
                    cell: ({ assignment_id, item, member, state }) => (
                      <input
                        type="checkbox"
                        className={own.box}
                        aria-label={t('manage.chooseOne', { item: `${item.external_id} · ${member.name}` })}
                        disabled={state !== 'open'}
                        checked={chosen.has(assignment_id)}
                        onChange={(event) => toggle(assignment_id, event.currentTarget.checked)}
                      />
                    ),
                  },
                  ...columns,
                  {
                    title: t('manage.state'),
                    cell: ({ state, reviewer }) =>
                      state === 'open' ? (
                        <State state="open" title={t('manage.unclaimed')} />
                      ) : (
                        <State state="running" title={t('manage.claimed', { name: reviewer?.name ?? '' })} />
                      ),
                  },
                ]}
              />
              <More list={reviews} />
            </Panel>
          </>
        )
      }
    </Query>
  );
}

/** As many as the server takes at once. */
const MOST = 100;

function Accepting(props: {
  project: Project;
  picked: readonly string[];
  all: boolean;
  none: boolean;
  onAll: (on: boolean) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation('review');
  const organisation = useSlug();
  const queries = useQueryClient();
  const { project, picked } = props;
  const [asking, setAsking] = useState(false);
  const accept = useCreate(
    (assignment_ids: readonly string[], header) =>
      ask(
        raw.POST<Accepted>('/api/v1/{organisation}/projects/{project_id}/reviews/accept', {
          params: { path: { organisation, project_id: project.id }, header },
          body: { assignment_ids },
        }),
      ),
    {
      onSuccess: ({ accepted }) => {
        toast(t('manage.accepted', { count: accepted }));
        setAsking(false);
        props.onDone();
        return queries.invalidateQueries({ queryKey: [organisation, 'project', project.id] });
      },
    },
  );
  const refused = accept.data?.refused ?? [];
  return (
    <>
      <div className={css.bar}>
        <label className={own.all}>
          <input
            type="checkbox"
            className={own.box}
            checked={props.all}
            disabled={props.none}
            onChange={(event) => props.onAll(event.currentTarget.checked)}
          />
          {t('manage.chooseAll')}
        </label>
        <Button kind="default" icon="check" disabled={picked.length === 0} onClick={() => setAsking(true)}>
          {picked.length > 0 ? t('manage.accept', { count: picked.length }) : t('judge.accept')}
        </Button>
      </div>
      {refused.length > 0 && (
        <div className={css.bar}>
          <Notice kind="warn">
            {t('manage.refused', { count: refused.length })} · {refused[0]?.detail}
          </Notice>
        </div>
      )}
      {asking && (
        <Confirm
          title={t('manage.confirm', { count: picked.length })}
          action={t('manage.confirmYes')}
          pending={accept.isPending}
          error={accept.error}
          onConfirm={() => accept.mutate(picked)}
          onClose={() => setAsking(false)}
        >
          {t('manage.confirmText')}
        </Confirm>
      )}
    </>
  );
}

function useItemColumns(project: string): Column<ReviewRow>[] {
  const { t } = useTranslation('review');
  const slug = useSlug();
  return [
    {
      title: t('manage.item'),
      main: true,
      cell: ({ item }) => (
        <Link to={`/${slug}/projects/${project}/items?item=${item.id}`}>{item.external_id}</Link>
      ),
    },
    { title: t('manage.author'), cell: ({ member }) => member.name },
    { title: t('manage.agreement'), cell: ({ item }) => <Agreement value={item.agreement} />, extra: true },
  ];
}

function Given({ project }: { project: Project }) {
  const { t } = useTranslation('review');
  const reviews = useReviews(project.id, 'done');
  const columns = useItemColumns(project.id);
  const rows = reviews.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <Query of={reviews}>
      {() => (
        <Panel flush>
          {rows.length === 0 ? (
            <EmptyState icon="check" title={t('manage.noneDone')}>
              {t('manage.noneDoneHelp')}
            </EmptyState>
          ) : (
            <Table
              caption={t('manage.done')}
              rows={rows}
              rowKey={({ assignment_id }) => assignment_id}
              columns={[
                ...columns.slice(0, 2),
                {
                  title: t('manage.verdict'),
                  cell: ({ verdict }) => verdict && <Told verdict={verdict} />,
                },
                {
                  title: t('manage.reason'),
                  cell: ({ verdict }) =>
                    verdict && (
                      <span className={own.why} dir="auto">
                        {[verdict.reason && reasonWords(verdict.reason), verdict.comment]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                    ),
                },
                { title: t('manage.reviewer'), cell: ({ reviewer }) => reviewer?.name, extra: true },
                {
                  title: t('manage.when'),
                  end: true,
                  cell: ({ verdict }) => verdict && <When at={verdict.created_at} />,
                },
              ]}
            />
          )}
          <More list={reviews} />
        </Panel>
      )}
    </Query>
  );
}

const TONES = { accepted: 'done', corrected: 'paused', returned: 'pending', rejected: 'failed' } as const;

function Told({ verdict }: { verdict: NonNullable<ReviewRow['verdict']> }) {
  const { t } = useTranslation('review');
  return (
    <>
      <State state={TONES[verdict.verdict]} title={t(`verdict.${verdict.verdict}`)} />
      {verdict.appealed_at && <span className={css.small}> · {t('manage.appealed')}</span>}
    </>
  );
}
