import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../../api';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useCreate } from '../intention';
import { useSlug } from '../queries';
import type { Gold, GoldRow, Score } from './types';

const GOLD = '/api/v1/{organisation}/projects/{project}/gold';
type Page<Row> = { results: Row[]; next: string | null };

const keyOf = (organisation: string, project: string): string[] => [organisation, 'project', project, 'gold'];

/** The gold items of a project, newest first. */
export function useGold(project: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: keyOf(organisation, project),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<Gold>>(GOLD, {
          params: {
            path: { organisation, project },
            query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** How right each person was, the least sure ones among them too. */
export function useScores(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...keyOf(organisation, project), 'scores'],
    queryFn: async ({ signal }) => {
      const call = raw.GET<Page<Score>>(`${GOLD}/scores`, {
        params: { path: { organisation, project } },
        signal,
      });
      return (await ask(call)).results;
    },
  });
}

function useChanged(project: string): () => Promise<void> {
  const organisation = useSlug();
  const queries = useQueryClient();
  // Gold is a state of items, and no work to be done.
  return () => queries.invalidateQueries({ queryKey: [organisation, 'project', project] });
}

/** Marks an item as gold, or gives its gold other answers. */
export function useMark(project: string) {
  const organisation = useSlug();
  const changed = useChanged(project);
  return useCreate(
    (body: { item_id: string; answers: Answer[]; hints: Record<string, string> }, header) =>
      ask(raw.POST<Gold>(GOLD, { params: { path: { organisation, project }, header }, body })),
    { onSuccess: changed },
  );
}

/** Gives an item back to the pool. */
export function useUnmark(project: string) {
  const organisation = useSlug();
  const changed = useChanged(project);
  return useMutation({
    mutationFn: (item: string) =>
      ask(raw.DELETE(`${GOLD}/{item}`, { params: { path: { organisation, project, item } } })),
    onSuccess: changed,
  });
}

/** Takes up to a thousand rows at once, all or nothing. */
export function useImportGold(project: string) {
  const organisation = useSlug();
  const changed = useChanged(project);
  return useCreate(
    (body: { rows: GoldRow[] }, header) =>
      ask(
        raw.POST<Record<string, unknown>>(`${GOLD}/import`, {
          params: { path: { organisation, project }, header },
          body,
        }),
      ),
    { onSuccess: changed },
  );
}
