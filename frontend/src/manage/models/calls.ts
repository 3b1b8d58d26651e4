import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, idempotent, ifMatch } from '../../api';
import { toastError } from '../../ui';
import { useSlug } from '../queries';
import { period } from '../standing/calls';
import { untilWorkedOut } from '../standing/keeping';
import type { Step, Threshold } from './types';

const MODELS = '/api/v1/{organisation}/projects/{project_id}/models';
const THRESHOLDS = '/api/v1/{organisation}/projects/{project_id}/thresholds';
const keyOf = (organisation: string, project: string): string[] => [
  organisation,
  'project',
  project,
  'models',
];

/** What people's answers say of the models that wrote the responses. */
export function useModels(project: string, since: string, by: Step) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...keyOf(organisation, project), since, by],
    queryFn: ({ signal }) =>
      ask(
        api.GET(MODELS, {
          params: { path: { organisation, project_id: project }, query: { ...period(since), by } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    staleTime: 30_000,
    refetchInterval: untilWorkedOut,
  });
}

/** Has them worked out from the answers that there are now. */
export function useModelsAnew(project: string, since: string, by: Step) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(
        api.POST(MODELS, {
          params: {
            path: { organisation, project_id: project },
            query: { ...period(since), by },
            header: idempotent(),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(organisation, project) }),
    onError: toastError,
  });
}

/** What models are held to, with the ETag that its edit must name. */
export function useThresholds(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...keyOf(organisation, project), 'thresholds'],
    queryFn: async ({ signal }) => {
      const params = { path: { organisation, project_id: project } };
      const call = api.GET(THRESHOLDS, { params, signal });
      const rows = await ask(call);
      return { rows, etag: (await call).response.headers.get('ETag') ?? '' };
    },
  });
}

/** Sets what models may do at most, in place of what was set before; verdicts are made anew. */
export function useSetThresholds(project: string, etag: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Threshold[]) =>
      ask(
        api.PUT(THRESHOLDS, {
          params: { path: { organisation, project_id: project }, header: ifMatch(etag) },
          body,
        }),
      ),
    // Also after a 412: the next dialogue then begins with what somebody else has set.
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(organisation, project) }),
  });
}
