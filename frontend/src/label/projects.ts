import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useSession } from '../app/session';

/** Where this person may work. */
export function useProjects(): { id: string; name: string }[] {
  const { slug } = useSession().organisation;
  const projects = useQuery({
    queryKey: [slug, 'projects', 'to work on'],
    queryFn: () =>
      ask(
        api.GET('/api/v1/{organisation}/assignments/projects', { params: { path: { organisation: slug } } }),
      ),
    staleTime: 60_000,
  });
  return projects.data?.projects ?? [];
}
