import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useSlug } from '../queries';
import type { Progress } from './types';

/** Often enough to look alive, seldom enough to be no burden. */
const GENTLY = 10_000;

/** How far a project, the projects of a client, or a member's work is. */
export function useProgressOf<Shape = Progress>(of: 'project' | 'client' | 'member', id: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, of, id, 'progress'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Shape>(`/api/v1/{organisation}/${of}s/{id}/progress`, {
          params: { path: { organisation, id } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: GENTLY,
  });
}
