import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, idempotent } from '../../api';
import { raw } from '../../api/raw';
import { toastError } from '../../ui';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { isUnfinished, useSlug } from '../queries';
import type { Delivery, Export, ExportFormat, NewSchedule, Schedule, Wish } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const PROJECT = '/api/v1/{organisation}/projects/{project}';
const EXPORT = '/api/v1/{organisation}/exports/{export_}';
const SOON = 1_000;

export function useExportFormats(project: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    enabled,
    queryKey: [organisation, 'project', project, 'exports', 'formats'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<ExportFormat[]>(`${PROJECT}/exports/formats`, {
          params: { path: { organisation, project } },
          signal,
        }),
      ),
  });
}

/** The files that were made of a project, or of one of its releases; newest first. */
export function useExportList({ project, release }: { project?: string; release?: string }) {
  const organisation = useSlug();
  const [at, path]: [string, Record<string, string>] = release
    ? ['/api/v1/{organisation}/releases/{release}/exports', { organisation, release }]
    : [`${PROJECT}/exports`, { organisation, project: project ?? '' }];
  return useInfiniteQuery({
    queryKey: release
      ? [organisation, 'release', release, 'exports']
      : [organisation, 'project', project, 'exports'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<Export>>(at, {
          params: { path, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ results }) => results.some(isUnfinished)) ? SOON : false,
  });
}

/** Makes a file of a project as it is now, or of a release as it was frozen. */
export function useStartExport({ project, release }: { project: string; release?: string }) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Wish, header) =>
      ask(
        release
          ? raw.POST<Export>('/api/v1/{organisation}/releases/{release}/exports', {
              params: { path: { organisation, release }, header },
              body,
            })
          : raw.POST<Export>(`${PROJECT}/exports`, {
              params: { path: { organisation, project }, header },
              body,
            }),
      ),
    {
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: [organisation, 'project', project, 'exports'] });
        if (release) await queries.invalidateQueries({ queryKey: [organisation, 'release', release] });
      },
    },
  );
}

/** The link lives for minutes, so it is asked for when it is wanted. */
export function useDownload() {
  const organisation = useSlug();
  return useMutation({
    mutationFn: ({ id }: Export) =>
      ask(
        raw.GET<{ url: string }>(`${EXPORT}/download`, { params: { path: { organisation, export_: id } } }),
      ),
    onSuccess: ({ url }, { filename }) =>
      Object.assign(document.createElement('a'), { href: url, download: filename }).click(),
    onError: toastError,
  });
}

export function useCancelExport() {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Export) =>
      ask(
        raw.POST(`${EXPORT}/cancel`, {
          params: { path: { organisation, export_: id }, header: idempotent(`cancel-${id}`) },
        }),
      ),
    onSettled: (_, __, { project_id, release_id }) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [organisation, 'project', project_id, 'exports'] }),
        release_id && queries.invalidateQueries({ queryKey: [organisation, 'release', release_id] }),
      ]),
    onError: toastError,
  });
}

/** Copies of a file that went to a client's bucket. */
export function useDeliveries(id: string, enabled: boolean) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'export', id, 'deliveries'],
    enabled,
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          raw.GET<Page<Delivery>>(`${EXPORT}/deliveries`, {
            params: { path: { organisation, export_: id }, query },
            signal,
          }),
        ),
      ),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? SOON : false),
  });
}

export function useDeliver(id: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: { bucket_id: string; path?: string }, header) =>
      ask(
        raw.POST<Delivery>(`${EXPORT}/deliveries`, {
          params: { path: { organisation, export_: id }, header },
          body,
        }),
      ),
    {
      onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'export', id, 'deliveries'] }),
    },
  );
}

const schedulesKey = (organisation: string, project: string) => [
  organisation,
  'project',
  project,
  'schedules',
];

export function useSchedules(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: schedulesKey(organisation, project),
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          raw.GET<Page<Schedule>>(`${PROJECT}/schedules`, {
            params: { path: { organisation, project }, query },
            signal,
          }),
        ),
      ),
  });
}

export function useAddSchedule(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: NewSchedule, header) =>
      ask(
        raw.POST<Schedule>(`${PROJECT}/schedules`, {
          params: { path: { organisation, project }, header },
          body,
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, project) }) },
  );
}

const SCHEDULE = '/api/v1/{organisation}/schedules/{schedule}';

export function useChangeSchedule(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, active }: Pick<Schedule, 'id' | 'active'>) =>
      ask(
        raw.PATCH<Schedule>(SCHEDULE, {
          params: { path: { organisation, schedule: id } },
          body: { active },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, project) }),
    onError: toastError,
  });
}

export function useRemoveSchedule(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(raw.DELETE(SCHEDULE, { params: { path: { organisation, schedule: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, project) }),
  });
}
