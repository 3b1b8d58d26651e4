import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, idempotent } from '../../api';
import { toastError } from '../../ui';
import { useCreate } from '../intention';
import { useSlug } from '../queries';

const keyOf = (organisation: string, project: string) => [organisation, 'project', project, 'comments'];

type Said = { text: string; flag: boolean; assignment_id: string | null };

/** Says something about an item: in an annotator's thread, or among managers and reviewers. */
export function useSay(project: string, item: string, onSaid: () => void) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Said, header) =>
      ask(
        api.POST('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/comments', {
          params: { path: { organisation, project_id: project, item_id: item }, header },
          body,
        }),
      ),
    {
      onSuccess: () => {
        onSaid();
        return queries.invalidateQueries({ queryKey: keyOf(organisation, project) });
      },
    },
  );
}

/** Says that what comments asked for is done. */
export function useResolve(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (comments: readonly string[]) =>
      Promise.all(
        comments.map((comment) =>
          ask(
            api.POST('/api/v1/{organisation}/comments/{comment_id}/resolve', {
              params: {
                path: { organisation, comment_id: comment },
                header: idempotent(`resolve-${comment}`),
              },
            }),
          ),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(organisation, project) }),
    onError: toastError,
  });
}
