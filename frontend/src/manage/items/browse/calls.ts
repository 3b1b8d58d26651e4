import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ask } from '../../../api';
import { raw } from '../../../api/raw';
import type { Content } from '../../../api/types';
import { glimpse, picturesOf } from '../../../compare/rows';
import { toastError } from '../../../ui';
import { useCreate } from '../../intention';
import { everyPage } from '../../paging';
import { useSlug } from '../../queries';
import type { Action, Chosen, Count, ItemRow, Query, Report, Settings, View } from './types';

const PROJECT = '/api/v1/{organisation}/projects/{project}';
const PAGE = 100;
type Page<Row> = { results: Row[]; next: string | null };
type Sent = Omit<ItemRow, 'picture' | 'excerpt'> & { excerpt?: string; content?: Content };

/** What the list needs of an item: kept for each of many thousand rows, so without its content. */
function light({ content = {}, excerpt, ...row }: Sent): ItemRow {
  return { ...row, excerpt: excerpt || glimpse(content), picture: picturesOf(content)[0] };
}

/** The items that a query finds, page by page. */
export function useItemPages(project: string, query: Query) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'items', 'browse', query],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<Page<ItemRow>> => {
      const { results, next } = await ask(
        raw.GET<Page<Sent>>(`${PROJECT}/items`, {
          params: {
            path: { organisation, project },
            query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      );
      return { results: results.map(light), next };
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // Coming back to the window must not ask for a hundred pages again.
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  });
}

/** How many items a query finds. */
export function useItemCount(project: string, filters: Query) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'items', 'count', filters],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Count>(`${PROJECT}/items/count`, {
          params: { path: { organisation, project }, query: filters },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

const viewsKey = (organisation: string, project: string) => [organisation, 'project', project, 'views'];

/** The filters that people of the project keep: one's own, and those that others share. */
export function useViews(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: viewsKey(organisation, project),
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          raw.GET<Page<View>>(`${PROJECT}/views`, {
            params: { path: { organisation, project }, query },
            signal,
          }),
        ),
      ),
  });
}

export type NewView = Pick<View, 'name' | 'query' | 'shared'>;

export function useKeepView(project: string, onKept: (view: View) => void) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: NewView, header) =>
      ask(raw.POST<View>(`${PROJECT}/views`, { params: { path: { organisation, project }, header }, body })),
    {
      onSuccess: async (view) => {
        await queries.invalidateQueries({ queryKey: viewsKey(organisation, project) });
        onKept(view);
      },
    },
  );
}

export function useChangeView(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ view, changes }: { view: string; changes: Partial<NewView> }) =>
      ask(
        raw.PATCH<View>('/api/v1/{organisation}/views/{view}', {
          params: { path: { organisation, view } },
          body: changes,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey(organisation, project) }),
  });
}

export function useDropView(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (view: string) =>
      ask(
        raw.DELETE<void>('/api/v1/{organisation}/views/{view}', {
          params: { path: { organisation, view } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey(organisation, project) }),
    onError: toastError,
  });
}

export type Order = { action: Action; items: Chosen; settings: Settings };

/** Does one thing to many items; the answer says how many it was done to, and why the others were left. */
export function useBulk(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Order, header) =>
      ask(
        raw.POST<Report>(`${PROJECT}/items/actions`, {
          params: { path: { organisation, project }, header },
          body,
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'project', project] }) },
  );
}

/** Starts an export of some of the project's items. */
export function useExportChosen(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (items: Chosen, header) =>
      ask(
        raw.POST<{ id: string }>(`${PROJECT}/exports`, {
          params: { path: { organisation, project }, header },
          body: {
            format: 'annotations',
            options: 'ids' in items ? { item_ids: items.ids } : { query: items.query },
          },
        }),
      ),
    {
      onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'project', project, 'exports'] }),
    },
  );
}
