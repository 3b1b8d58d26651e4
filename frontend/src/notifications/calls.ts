import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/client';
import { raw } from '../api/raw';

/** One thing to know: what happened by its `kind`, to what, where; `data` is what a sentence about it needs. */
export type Notification = {
  id: string;
  kind: string;
  project: { id: string; name: string } | null;
  subject: { kind: string; id: string | null };
  data: Record<string, unknown>;
  created_at: string;
  read_at: string | null;
};
type Page = { results: Notification[]; next: string | null };
type Unread = { unread: number };

const PATH = '/api/v1/{organisation}/notifications';
/** How often the bell looks, in a tab that somebody looks at. */
const EVERY = 60_000;

/** How much there is to read. A failure says nothing: the bell is no reason to alarm anybody. */
export function useUnread(organisation: string): number {
  const unread = useQuery({
    queryKey: [organisation, 'notifications', 'count'],
    queryFn: ({ signal }) =>
      ask(raw.GET<Unread>(`${PATH}/count`, { params: { path: { organisation } }, signal })),
    refetchInterval: EVERY,
    refetchIntervalInBackground: false,
    staleTime: EVERY / 2,
    retry: false,
  });
  return unread.data?.unread ?? 0;
}

export function useNotifications(organisation: string, onlyUnread: boolean) {
  return useInfiniteQuery({
    queryKey: [organisation, 'notifications', onlyUnread ? 'unread' : 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page>(PATH, {
          params: {
            path: { organisation },
            query: {
              limit: 20,
              ...(onlyUnread ? { unread: true } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** These were read, or everything was. */
export function useRead(organisation: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: { ids: string[] } | { all: true }) =>
      ask(raw.POST<Unread>(`${PATH}/read`, { params: { path: { organisation } }, body: what })),
    onSuccess: (left) => {
      queries.setQueryData([organisation, 'notifications', 'count'], left);
      return queries.invalidateQueries({ queryKey: [organisation, 'notifications'] });
    },
  });
}
