import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useSlug } from '../queries';
import type { Grants } from './rows';
import type { Pause } from './types';

const PERSON = '/api/v1/{organisation}/projects/{project}/people/{member}';

function useStale(project: string): () => void {
  const organisation = useSlug();
  const queries = useQueryClient();
  return () => {
    for (const noun of ['people', 'progress', 'firings'])
      void queries.invalidateQueries({ queryKey: [organisation, 'project', project, noun] });
  };
}

/** Keeps somebody from new work, or from all of it, or lets them work again; `because` is what they are told. */
export function usePause(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useMutation({
    mutationFn: ({ member, ...body }: { member: string; pause: Pause; because: string }) =>
      ask(raw.POST(`${PERSON}/pause`, { params: { path: { organisation, project, member } }, body })),
    onSettled: stale,
  });
}

/** Gives the items that somebody holds back to the others. */
export function useRelease(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useMutation({
    mutationFn: (member: string) =>
      ask(
        raw.POST<{ released: number }>(`${PERSON}/release`, {
          params: { path: { organisation, project, member } },
        }),
      ),
    onSettled: stale,
  });
}

/** How many items somebody may answer here at most. */
export function useLimit(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useMutation({
    mutationFn: ({ member, ...body }: { member: string; most_items: number | null } & Grants) =>
      ask(raw.PUT(PERSON, { params: { path: { organisation, project, member } }, body })),
    onSettled: stale,
  });
}
