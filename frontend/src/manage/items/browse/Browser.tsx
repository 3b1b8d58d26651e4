import { useCallback, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Project } from '../../../api';
import { useMay } from '../../../app/session';
import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { capsOf } from '../../../keys/chord';
import { Button, EmptyState, Flyout, Icon } from '../../../ui';
import { Query as Read } from '../../parts/Query';
import { usePeople, useSlug } from '../../queries';
import { Adding, NoItems } from '../Adding';
import { ItemDrawer } from '../ItemDrawer';
import { BulkBar, MOST } from './BulkBar';
import css from './browse.module.css';
import { Chips } from './Chips';
import { useItemCount, useItemPages } from './calls';
import { FilterPanel } from './FilterPanel';
import { LIST_KEYS, useListKeys } from './keys';
import { List, rowId } from './List';
import { changed, filtersOf, queryOf, replaced, sortIn } from './query';
import { States } from './States';
import { ALL, between, holds, isEmpty, marked, NONE, type Selection } from './selection';
import type { ItemRow, Query } from './types';
import { Views } from './Views';
import { Words } from './Words';

/** All items of a project: found by what they are and say, in any order, each or many at once. */
export function Browser({ project }: { project: Project }) {
  const [search, setSearch] = useSearchParams();
  const query = useMemo(() => queryOf(search), [search]);
  const filters = filtersOf(query);
  const pages = useItemPages(project.id, query);
  const people = useNames(project.id);
  const field = useRef<HTMLInputElement>(null);
  const change = (next: Record<string, string>): void =>
    setSearch((before) => changed(before, next), { replace: true });
  const data = pages.data;
  const rows = useMemo(() => data?.pages.flatMap(({ results }) => results) ?? [], [data]);
  const nothing = rows.length === 0 && Object.keys(filters).length === 0 && !pages.isPlaceholderData;
  if (data && nothing) return <NoItems project={project} />;
  return (
    <div className={css.browser}>
      <div className={css.tools}>
        <Views
          project={project.id}
          query={query}
          picked={search.get('view') ?? ''}
          onPick={(view) =>
            setSearch((before) => changed(replaced(before, view?.query ?? {}), { view: view?.id ?? '' }))
          }
        />
        <Words field={field} value={query.q ?? ''} onChange={(q) => change({ q })} />
        <FilterPanel project={project.id} query={query} people={people} onChange={change} />
        <Adding project={project} />
      </div>
      <Chips query={query} people={people} onChange={change} />
      <Read of={pages}>
        {() => (
          <Found
            // Another filter finds other items: what was ticked among the old ones is forgotten.
            key={JSON.stringify(filters)}
            project={project}
            query={query}
            rows={rows}
            pages={pages}
            opened={search.get('item') ?? ''}
            field={field}
            onChange={change}
          />
        )}
      </Read>
    </div>
  );
}

/** Who works here, by id: for the filter, and to say who is filtered by. Only managers see the list of people. */
function useNames(project: string): ReadonlyMap<string, string> {
  const { data } = usePeople(project, useMay('manage'));
  return useMemo(
    () => new Map(data?.map(({ member }) => [member.id, member.name || member.email] as const)),
    [data],
  );
}

type FoundProps = {
  project: Project;
  query: Query;
  rows: readonly ItemRow[];
  pages: ReturnType<typeof useItemPages>;
  /** The id of the item that is open. */
  opened: string;
  field: { readonly current: HTMLInputElement | null };
  onChange: (change: Record<string, string>) => void;
};

/** What a query found: counted, listed, chosen from and opened. */
function Found({ project, query, rows, pages, opened, field, onChange }: FoundProps) {
  const { t } = useTranslation('items');
  const manages = useMay('manage');
  const filters = filtersOf(query);
  const count = useItemCount(project.id, filters).data;
  const grid = useRef<HTMLDivElement>(null);
  const list = useListState(rows, grid);
  const { selection, setSelection } = list;
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const open = (id: string): void => onChange({ item: id });
  useListKeys(grid, {
    down: () => list.move(1),
    up: () => list.move(-1),
    first: () => list.go(0),
    last: () => list.go(rows.length - 1),
    open: () => (list.active ? open(list.active) : false),
    mark: () =>
      manages && list.active ? list.mark(list.active, !holds(selection, list.active), false) : false,
    markDown: () => manages && list.moveMarking(1),
    markUp: () => manages && list.moveMarking(-1),
    all: () => {
      if (!manages) return false;
      setSelection(count?.exact && count.count <= MOST ? ALL : marked(NONE, list.ids, true, list.ids));
    },
    search: () => field.current?.focus(),
    leave: () => (isEmpty(selection) ? false : setSelection(NONE)),
  });
  const at = rows.findIndex(({ id }) => id === opened);
  const here = rows[at];
  return (
    <>
      <div className={css.count}>
        <States project={project.id} chosen={query.state ?? ''} onChange={(state) => onChange({ state })} />
        <p role="status">{countWords(count, t)}</p>
        {manages && <ExportThese project={project} filters={filters} />}
        <Keys marks={manages} />
      </div>
      <div className={css.list} data-old={pages.isPlaceholderData || undefined}>
        {rows.length === 0 ? (
          <Nothing
            onClear={() => onChange(Object.fromEntries(Object.keys(filters).map((name) => [name, ''])))}
          />
        ) : (
          <List
            rows={rows}
            total={count?.exact ? count.count : undefined}
            sort={sortIn(query.sort)}
            selection={selection}
            active={list.active}
            grid={grid}
            onMark={manages ? list.mark : undefined}
            onMarkAll={(on) =>
              setSelection(
                marked(
                  selection,
                  rows.map(({ id }) => id),
                  on,
                  rows.map(({ id }) => id),
                ),
              )
            }
            onOpen={open}
            onSort={(sort) => onChange({ sort })}
            onNearEnd={fetchMore}
          />
        )}
        {hasNextPage && (
          <p className={css.more}>
            <Button kind="default" size="small" busy={isFetching} onClick={() => void fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </div>
      {manages && !isEmpty(selection) && (
        <BulkBar
          project={project}
          filters={filters}
          selection={selection}
          count={count}
          everyLoaded={rows.every(({ id }) => holds(selection, id))}
          onSelect={setSelection}
        />
      )}
      {opened && (
        <ItemDrawer
          project={project}
          id={opened}
          title={here ? t('list.one', { position: number(here.position) }) : t('list.item')}
          previous={rows[at - 1]?.id}
          next={at >= 0 ? rows[at + 1]?.id : undefined}
          onOpen={(id) => {
            list.go(rows.findIndex((row) => row.id === id));
            open(id);
          }}
          onClose={() => onChange({ item: '' })}
        />
      )}
    </>
  );
}

type Count = { count: number; exact: boolean } | undefined;
const countWords = (found: Count, t: ReturnType<typeof useTranslation<'items'>>['t']): string =>
  found ? t(found.exact ? 'list.count' : 'list.countAtLeast', { count: found.count }) : '';

/** The row that the keyboard is on, and the rows that are ticked. */
function useListState(rows: readonly ItemRow[], grid: { readonly current: HTMLElement | null }) {
  const [selection, setSelection] = useState<Selection>(NONE);
  const [active, setActive] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const at = active === null ? -1 : ids.indexOf(active);
  const go = (to: number): void => {
    const id = ids[Math.max(0, Math.min(ids.length - 1, to))];
    if (id === undefined) return;
    setActive(id);
    bringIntoSight(grid.current, ids.indexOf(id), id);
  };
  const mark = (id: string, on: boolean, range: boolean): void => {
    const meant = range ? between(ids, anchor.current, id) : [id];
    setSelection((now) => marked(now, meant, on, ids));
    anchor.current = id;
    setActive(id);
  };
  return {
    ids,
    selection,
    setSelection,
    active,
    go,
    mark,
    move: (step: number): void => go(at + step),
    moveMarking: (step: number): void => {
      const id = ids[at];
      const next = ids[at + step];
      if (id !== undefined && next !== undefined) {
        setSelection((now) => marked(now, [id, next], true, ids));
        anchor.current = next;
      }
      go(at + step);
    },
  };
}

/** Scrolls as little as is needed to see a row, which may not be drawn yet, clear of what sticks to the edges. */
function bringIntoSight(grid: HTMLElement | null, index: number, id: string): void {
  if (!grid) return;
  if (!grid.contains(document.activeElement)) grid.focus({ preventScroll: true });
  const body = grid.querySelector(`.${css.body}`);
  const height = grid.querySelector('[aria-selected], [id^="item-"]')?.getBoundingClientRect().height ?? 0;
  if (!body || height === 0) return;
  const top = body.getBoundingClientRect().top + index * height;
  const clear = { top: 112, bottom: 88 };
  if (top < clear.top) scrollBy({ top: top - clear.top });
  else if (top + height > innerHeight - clear.bottom)
    scrollBy({ top: top + height - innerHeight + clear.bottom });
  document.getElementById(rowId(id))?.scrollIntoView({ block: 'nearest' });
}

function Nothing({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('items');
  return (
    <EmptyState
      icon="search"
      title={t('list.none')}
      action={
        <Button kind="default" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      }
    >
      {t('list.noneHelp')}
    </EmptyState>
  );
}

/** What the list shows, as a file: the export page with the same filters. */
function ExportThese({ project, filters }: { project: Project; filters: Query }) {
  const { t } = useTranslation('items');
  const slug = useSlug();
  const search = new URLSearchParams({ new: '1', ...filters });
  return (
    <Link className={css.keysButton ?? ''} to={`/${slug}/projects/${project.id}/exports?${search}`}>
      <Icon name="download" size={16} />
      {t('list.export')}
    </Link>
  );
}

/** The keys of the list, for those who want to know. */
function Keys({ marks }: { marks: boolean }) {
  const { t } = useTranslation('items');
  const shown = LIST_KEYS.filter(({ does }) => marks || !/^(mark|all|leave)/.test(does));
  return (
    <Flyout
      side="end"
      buttonClassName={css.keysButton ?? ''}
      button={
        <>
          <Icon name="keyboard" size={16} />
          {t('keys.title')}
        </>
      }
    >
      <dl className={css.keys}>
        {shown.map(({ does, keys }) => (
          <div key={does}>
            <dt>{t(`keys.${does}`)}</dt>
            <dd>
              {keys.map((key) => (
                <span key={key}>
                  {capsOf(key).map((cap) => (
                    <kbd key={cap}>{cap}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Flyout>
  );
}
