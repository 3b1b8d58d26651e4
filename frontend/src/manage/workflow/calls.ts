import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, ifMatch } from '../../api';
import { raw } from '../../api/raw';
import { everyPage } from '../paging';
import { afterOwnEdits, noteOwnEdit } from '../project/ownEdits';
import { isUnfinished, useSlug } from '../queries';
import type { DecidedAgain, Skill, Workflow } from './types';

const WORKFLOW = '/api/v1/{organisation}/projects/{project}/workflow';
export type Read = { workflow: Workflow; etag: string };

/** The settings as they are now, with the ETag that an edit must name. */
export async function readWorkflow(
  organisation: string,
  project: string,
  signal?: AbortSignal,
): Promise<Read> {
  const call = raw.GET<Workflow>(WORKFLOW, {
    params: { path: { organisation, project } },
    ...(signal ? { signal } : {}),
  });
  const workflow = await ask(call);
  return { workflow, etag: (await call).response.headers.get('ETag') ?? '' };
}

export function useWorkflow(project: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'workflow'],
    enabled,
    queryFn: ({ signal }) => readWorkflow(organisation, project, signal),
  });
}

/** Puts the whole workflow in place. A 412 means that somebody else was quicker. */
export function useSaveWorkflow(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ workflow, etag }: Read): Promise<Read> => {
      const under = afterOwnEdits(project, etag);
      const call = raw.PUT<Workflow>(WORKFLOW, {
        params: { path: { organisation, project }, header: ifMatch(under) },
        body: workflow,
      });
      const saved = await ask(call);
      const next = (await call).response.headers.get('ETag') ?? under;
      noteOwnEdit(project, under, next);
      return { workflow: saved ?? workflow, etag: next };
    },
    onSuccess: (saved) => queries.setQueryData([organisation, 'project', project, 'workflow'], saved),
  });
}

const SOON = 1_000;

/** What is looked at again when the workflow changes, and how far that is. */
export function useSettling(project: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'workflow', 'settling'],
    enabled,
    queryFn: ({ signal }) =>
      ask(
        raw.GET<DecidedAgain>(`${WORKFLOW}/settling`, {
          params: { path: { organisation, project } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.latest && isUnfinished(state.data.latest) ? SOON : false),
  });
}

/** The organisation's skills and languages, by name. */
export function useSkills(enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'skills'],
    enabled,
    queryFn: async ({ signal }) => {
      const skills = await everyPage((query) =>
        ask(
          raw.GET<{ results: Skill[]; next: string | null }>('/api/v1/{organisation}/skills', {
            params: { path: { organisation }, query },
            signal,
          }),
        ),
      );
      return skills.toSorted((one, other) => one.name.localeCompare(other.name));
    },
  });
}
