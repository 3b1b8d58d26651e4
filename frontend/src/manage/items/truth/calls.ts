import { useQuery } from '@tanstack/react-query';
import type { Item } from '../../../api';
import { api, ask } from '../../../api';
import { useSlug } from '../../queries';

/** How probable each answer to an item is. Whoever asks for it goes on record as knowing what others said. */
export function useItemTruth(project: string, item: Item) {
  const organisation = useSlug();
  return useQuery({
    // Each answer to the item changes it.
    queryKey: [organisation, 'project', project, 'item', item.id, 'truth', item.submitted],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/truth', {
          params: { path: { organisation, project_id: project, item_id: item.id } },
          signal,
        }),
      ),
  });
}
