import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api';
import { raw } from '../../../api/raw';
import { useSlug } from '../../queries';
import type { Moment, Resolution, Verdict } from './types';

const ITEM = '/api/v1/{organisation}/projects/{project}/items/{item}';

/** All that happened to an item, oldest first. */
export function useTimeline(project: string, item: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'item', item, 'timeline'],
    queryFn: async ({ signal }) => {
      const { results } = await ask(
        raw.GET<{ results: Moment[] }>(`${ITEM}/timeline`, {
          params: { path: { organisation, project, item } },
          signal,
        }),
      );
      return results;
    },
  });
}

/** The final answer; asked for only where there is one. */
export function useResolution(project: string, item: string, settled: boolean) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'item', item, 'resolution'],
    enabled: settled,
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Resolution>(`${ITEM}/resolution`, {
          params: { path: { organisation, project, item } },
          signal,
        }),
      ),
  });
}

export const isSettled = (moments: readonly Moment[]): boolean =>
  moments.some(({ kind, data }) => kind === 'resolved' && data.stands === true);

/** What was said last of each person's answers, by their annotation. */
export function verdictsIn(moments: readonly Moment[]): ReadonlyMap<string, Verdict> {
  const judged = moments.filter(({ kind }) => kind === 'judged');
  return new Map(judged.map(({ data }) => [String(data.annotation_id), data.verdict as Verdict]));
}
