import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Project } from '../../api';
import { api, ask, ifMatch } from '../../api';
import { useSlug } from '../queries';
import { afterOwnEdits, noteOwnEdit } from './ownEdits';

export type Changes = Partial<
  Pick<
    Project,
    | 'name'
    | 'state'
    | 'guidelines'
    | 'lease_minutes'
    | 'shuffle_responses'
    | 'skip_reason_required'
    | 'suggestions'
  >
>;
/** What the workflow page changes of the project itself. */
type Planned = Partial<Pick<Project, 'overlap' | 'priority' | 'due_at'>>;

/** Changes a project's settings. A 412 means that somebody else was quicker: `etag` is no longer the project's. */
export function useEditProject(id: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ changes, etag }: { changes: Changes & Planned; etag: string }) => {
      const under = afterOwnEdits(id, etag);
      const project = await ask(
        api.PATCH('/api/v1/{organisation}/projects/{project_id}', {
          params: { path: { organisation, project_id: id }, header: ifMatch(under) },
          body: changes,
        }),
      );
      noteOwnEdit(id, under, project.etag);
      return project;
    },
    onSuccess: (project) => {
      queries.setQueryData([organisation, 'project', id], project);
      // The form is edited under the same ETag.
      void queries.invalidateQueries({ queryKey: [organisation, 'project', id, 'form'] });
      void queries.invalidateQueries({ queryKey: [organisation, 'projects'] });
    },
  });
}
