import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useSlug } from '../queries';
import type { OnePerson, Standing } from './types';

const PEOPLE = '/api/v1/{organisation}/projects/{project}/people';

/** `since` is an ISO time, or empty for everything. */
export const period = (since: string): { since?: string } => (since ? { since } : {});

/** Everybody's figures; made anew on each visit, because each answer changes them. */
export function useStanding(project: string, since: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'standing', since],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Standing>(`${PEOPLE}/quality`, {
          params: { path: { organisation, project }, query: period(since) },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
}

/** One person's figures, and how they went week by week. */
export function usePersonStanding(project: string, member: string, since: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'standing', 'of', member, since],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<OnePerson>(`${PEOPLE}/{member}/quality`, {
          params: { path: { organisation, project, member }, query: period(since) },
          signal,
        }),
      ),
    staleTime: 30_000,
  });
}
