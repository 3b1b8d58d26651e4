import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Job } from '../api';
import { api, ask } from '../api';
import { useSession } from '../app/session';
import { everyPage } from './paging';

// Every read of the managers' pages. Keys: [slug, noun, …ids], so that a noun can be made stale as a whole.

/** While something is under way on the page, ask this often. */
export const LIVE = 3_000;
const SLOWLY = 30_000;

export const useSlug = (): string => useSession().organisation.slug;

export const isUnfinished = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export function useProjects() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'projects'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          api.GET('/api/v1/{organisation}/projects', { params: { path: { organisation }, query }, signal }),
        ),
      ),
  });
}

export function useProject(id: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}', {
          params: { path: { organisation, project_id: id } },
          signal,
        }),
      ),
  });
}

/** The form, with the ETag that its edit must name. */
export function useProjectForm(id: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', id, 'form'],
    enabled,
    queryFn: async ({ signal }) => {
      const call = api.GET('/api/v1/{organisation}/projects/{project_id}/form', {
        params: { path: { organisation, project_id: id } },
        signal,
      });
      const form = await ask(call);
      return { form, etag: (await call).response.headers.get('ETag') ?? `"${form.version}"` };
    },
  });
}

export function useTemplates() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'templates'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/{organisation}/templates', { params: { path: { organisation } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useClients(enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'clients'],
    enabled,
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(api.GET('/api/v1/{organisation}/clients', { params: { path: { organisation }, query }, signal })),
      ),
  });
}

export function useMembers() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'members'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(api.GET('/api/v1/{organisation}/members', { params: { path: { organisation }, query }, signal })),
      ),
  });
}

export function useInvitations() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'invitations'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          api.GET('/api/v1/{organisation}/invitations', {
            params: { path: { organisation }, query },
            signal,
          }),
        ),
      ),
  });
}

export function useTokens() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'tokens'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(api.GET('/api/v1/{organisation}/tokens', { params: { path: { organisation }, query }, signal })),
      ),
  });
}

export function useProgress(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'progress'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/progress', {
          params: { path: { organisation, project_id: project } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: LIVE,
  });
}

/** `lastSubmitted` is part of the key: a new answer anywhere asks for new figures at once. */
export function useAgreement(project: string, lastSubmitted?: string | null, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'agreement', lastSubmitted ?? null],
    enabled,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/agreement', {
          params: { path: { organisation, project_id: project } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    refetchInterval: SLOWLY,
  });
}

/** The people list comes whole. */
export function usePeople(project: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'people'],
    enabled,
    queryFn: async ({ signal }) => {
      const { results } = await ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/people', {
          params: { path: { organisation, project_id: project } },
          signal,
        }),
      );
      return results;
    },
  });
}

export function useItems(project: string, filter: { state?: string } = {}, limit = 50) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'items', filter, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/items', {
          params: {
            path: { organisation, project_id: project },
            query: { limit, ...(pageParam ? { cursor: pageParam } : {}), ...filter },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useItem(project: string, item: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'item', item],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}', {
          params: { path: { organisation, project_id: project, item_id: item } },
          signal,
        }),
      ),
  });
}

export function useAnnotations(project: string, item: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'item', item, 'annotations'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/annotations', {
            params: { path: { organisation, project_id: project, item_id: item }, query },
            signal,
          }),
        ),
      ),
  });
}

export function useSuggestions(project: string, item: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'item', item, 'suggestions'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/suggestions', {
            params: { path: { organisation, project_id: project, item_id: item }, query },
            signal,
          }),
        ),
      ),
  });
}

/** All that was said about an item, oldest first. */
export function useItemComments(project: string, item: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'comments', 'item', item],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          api.GET('/api/v1/{organisation}/projects/{project_id}/items/{item_id}/comments', {
            params: { path: { organisation, project_id: project, item_id: item }, query },
            signal,
          }),
        ),
      ),
  });
}

/** The comments of a project, newest first. */
export function useComments(project: string, open: boolean, enabled = true) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'comments', open ? 'open' : 'all'],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/comments', {
          params: {
            path: { organisation, project_id: project },
            query: {
              limit: 50,
              ...(open ? { open: true } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 5_000,
    refetchInterval: SLOWLY,
  });
}

/** A project's files, newest first; links to them last minutes, so they are renewed before they die. */
export function useAssets(project: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'assets'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/assets', {
          params: {
            path: { organisation },
            query: { project, limit: 60, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 60_000,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ results }) => results.some((asset) => asset.state === 'verifying'))
        ? 2_000
        : 120_000,
  });
}

export function useAsset(id: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'asset', id],
    enabled,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/assets/{asset_id}', {
          params: { path: { organisation, asset_id: id } },
          signal,
        }),
      ),
    staleTime: 120_000,
  });
}

export function useEvents(project?: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'events', project ?? null],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/events', {
          params: {
            path: { organisation },
            query: {
              limit: 50,
              ...(project ? { project } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 5_000,
  });
}
