import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, idempotent } from '../../api';
import { toastError } from '../../ui';
import { useSlug } from '../queries';
import { type BeingWorkedOut, untilWorkedOut } from './keeping';
import type { OnePerson, Standing } from './types';

/** `since` is an ISO time, or empty for everything. */
export const period = (since: string): { since?: string } => (since ? { since } : {});

const QUALITY = '/api/v1/{organisation}/projects/{project_id}/people/quality';

/** Everybody's figures; asked for on each visit, because each answer changes them. */
export function useStanding(project: string, since: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'standing', since],
    queryFn: async ({ signal }) => {
      const call = api.GET(QUALITY, {
        params: { path: { organisation, project_id: project }, query: period(since) },
        signal,
      });
      // The API's description can't say that a pair is two, and evidence what it is.
      return (await ask(call)) as unknown as Standing | BeingWorkedOut;
    },
    placeholderData: (before) => before,
    staleTime: 30_000,
    refetchInterval: untilWorkedOut,
  });
}

/** One person's figures, and how they went week by week. */
export function usePersonStanding(project: string, member: string, since: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'standing', 'of', member, since],
    queryFn: async ({ signal }) => {
      const call = api.GET('/api/v1/{organisation}/projects/{project_id}/people/{member_id}/quality', {
        params: {
          path: { organisation, project_id: project, member_id: member },
          query: period(since),
        },
        signal,
      });
      return (await ask(call)) as OnePerson | BeingWorkedOut;
    },
    staleTime: 30_000,
    refetchInterval: untilWorkedOut,
  });
}

/** Has everybody's figures worked out from the answers that there are now. */
export function useStandingAnew(project: string, since: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(
        api.POST(QUALITY, {
          params: {
            path: { organisation, project_id: project },
            query: period(since),
            header: idempotent(),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'project', project, 'standing'] }),
    onError: toastError,
  });
}
