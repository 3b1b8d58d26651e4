import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ask, idempotent } from '../../api';
import { raw } from '../../api/raw';
import { toastError } from '../../ui';
import { useCreate } from '../intention';
import { isUnfinished, useSlug } from '../queries';
import type { BadLine, Import, ImportFormat, Mapping, PreviewPage, Source } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const IMPORTS = '/api/v1/{organisation}/projects/{project}/imports';
const IMPORT = '/api/v1/{organisation}/imports/{import_}';
const SOON = 1_000;

/** Whether something still happens by itself; one that waits does not. */
export const isMoving = ({ state }: Import): boolean => state !== 'waiting' && isUnfinished({ state });

const listKey = (organisation: string, project: string) => [organisation, 'project', project, 'imports'];
const key = (organisation: string, id: string) => [organisation, 'import', id];

export function useImportFormats() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'imports', 'formats'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<ImportFormat[]>('/api/v1/{organisation}/imports/formats', {
          params: { path: { organisation } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The imports of a project, newest first. */
export function useImportList(project: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: listKey(organisation, project),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<Import>>(IMPORTS, {
          params: {
            path: { organisation, project },
            query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ results }) => results.some(isMoving)) ? SOON : false,
  });
}

export function useImport(id: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: key(organisation, id),
    queryFn: ({ signal }) =>
      ask(raw.GET<Import>(IMPORT, { params: { path: { organisation, import_: id } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? SOON : false),
  });
}

/** Begins to read what there is at a place; what it holds is shown before anything is added. */
export function readFirst(
  { organisation, project }: { organisation: string; project: string },
  source: Source,
  header: ReturnType<typeof idempotent>,
  signal?: AbortSignal,
): Promise<Import> {
  return ask(
    raw.POST<Import>(IMPORTS, {
      params: { path: { organisation, project }, header },
      body: { ...source, preview: true },
      ...(signal ? { signal } : {}),
    }),
  );
}

export function useReadFirst(project: string, onBegun: (begun: Import) => void) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate((source: Source, header) => readFirst({ organisation, project }, source, header), {
    onSuccess: async (begun) => {
      await queries.invalidateQueries({ queryKey: listKey(organisation, project) });
      onBegun(begun);
    },
  });
}

/** Changes of one import; what comes back is shown at once. */
function useChange<Given>(project: string, call: (id: string, given: Given) => Promise<Import>) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, given }: { id: string; given: Given }) => call(id, given),
    onSuccess: async (after) => {
      queries.setQueryData(key(organisation, after.id), after);
      queries.removeQueries({ queryKey: [...key(organisation, after.id), 'preview'] });
      queries.removeQueries({ queryKey: [...key(organisation, after.id), 'problems'] });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: listKey(organisation, project) }),
  });
}

/** Reads the file again with another format or mapping. */
export function useMap(project: string) {
  const organisation = useSlug();
  return useChange(project, (id, body: { format?: string; mapping: Mapping }) =>
    ask(raw.PUT<Import>(`${IMPORT}/mapping`, { params: { path: { organisation, import_: id } }, body })),
  );
}

export function useCommit(project: string) {
  const organisation = useSlug();
  return useChange(project, (id, body: { adopt_form?: boolean }) =>
    ask(
      raw.POST<Import>(`${IMPORT}/commit`, {
        params: { path: { organisation, import_: id }, header: idempotent(`commit-${id}`) },
        body,
      }),
    ),
  );
}

export function useCancelImport(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(
        raw.POST<Import>(`${IMPORT}/cancel`, {
          params: { path: { organisation, import_: id }, header: idempotent(`cancel-${id}`) },
        }),
      ),
    onSettled: async (_, __, id) => {
      await queries.invalidateQueries({ queryKey: key(organisation, id) });
      await queries.invalidateQueries({ queryKey: listKey(organisation, project) });
    },
    onError: toastError,
  });
}

/** The first rows as they would come in. */
export function usePreview(id: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [...key(organisation, id), 'preview'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<PreviewPage>(`${IMPORT}/preview`, {
          params: {
            path: { organisation, import_: id },
            query: { limit: 5, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useBadLines(id: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [...key(organisation, id), 'problems'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<BadLine>>(`${IMPORT}/problems`, {
          params: {
            path: { organisation, import_: id },
            query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** The bad lines as a file; the link lives for minutes, so it is asked for when it is wanted. */
export function useBadLinesFile(id: string) {
  const organisation = useSlug();
  return useMutation({
    mutationFn: () =>
      ask(
        raw.GET<{ url: string }>(`${IMPORT}/problems/download`, {
          params: { path: { organisation, import_: id } },
        }),
      ),
    onSuccess: ({ url }) => Object.assign(document.createElement('a'), { href: url, download: '' }).click(),
    onError: toastError,
  });
}
