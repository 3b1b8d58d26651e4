import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, ifMatch } from '../../api';
import { raw } from '../../api/raw';
import { useSlug } from '../queries';
import { period } from '../standing/calls';
import type { Models, Step, Threshold } from './types';

const MODELS = '/api/v1/{organisation}/projects/{project}/models';
const THRESHOLDS = '/api/v1/{organisation}/projects/{project}/thresholds';
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
        raw.GET<Models>(MODELS, {
          params: { path: { organisation, project }, query: { ...period(since), by } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
}

/** What models are held to, with the ETag that its edit must name. */
export function useThresholds(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...keyOf(organisation, project), 'thresholds'],
    queryFn: async ({ signal }) => {
      const call = raw.GET<Threshold[]>(THRESHOLDS, { params: { path: { organisation, project } }, signal });
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
    mutationFn: (body: readonly Threshold[]) =>
      ask(
        raw.PUT<Threshold[]>(THRESHOLDS, {
          params: { path: { organisation, project }, header: ifMatch(etag) },
          body,
        }),
      ),
    // Also after a 412: the next dialogue then begins with what somebody else has set.
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(organisation, project) }),
  });
}
