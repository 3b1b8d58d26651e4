import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, idempotent } from '../../api';
import { problemOf } from '../../api/problem';
import { raw } from '../../api/raw';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { isUnfinished, useSlug } from '../queries';
import type { Comparison, NewRelease, Release } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const RELEASES = '/api/v1/{organisation}/projects/{project}/releases';
const RELEASE = '/api/v1/{organisation}/releases/{release}';
const SOON = 1_000;
const listKey = (organisation: string, project: string) => [organisation, 'project', project, 'releases'];
const key = (organisation: string, release: string) => [organisation, 'release', release];

/** The releases of a project, newest first. */
export function useReleases(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: listKey(organisation, project),
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(raw.GET<Page<Release>>(RELEASES, { params: { path: { organisation, project }, query }, signal })),
      ),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? SOON : false),
  });
}

export function useRelease(release: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: key(organisation, release),
    queryFn: ({ signal }) =>
      ask(raw.GET<Release>(RELEASE, { params: { path: { organisation, release } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? SOON : false),
  });
}

export function useAddRelease(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: NewRelease, header) =>
      ask(raw.POST<Release>(RELEASES, { params: { path: { organisation, project }, header }, body })),
    { onSuccess: () => queries.invalidateQueries({ queryKey: listKey(organisation, project) }) },
  );
}

/** What the release tells of itself, in Markdown. */
export function useReadme(release: string, enabled: boolean) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...key(organisation, release), 'readme'],
    enabled,
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/v1/${organisation}/releases/${release}/readme`, { signal });
      if (!answer.ok) throw await problemOf(answer);
      return answer.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const manifestAddress = (organisation: string, release: string): string =>
  `/api/v1/${organisation}/releases/${release}/manifest?download=1`;

/** What became of the items between two releases. */
export function useComparison(release: string, other: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [...key(organisation, release), 'diff', other],
    enabled: other !== '',
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Comparison>(`${RELEASE}/diff`, {
          params: {
            path: { organisation, release },
            query: { with: other, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useJudgeRelease(project: string, release: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ verdict, comment }: { verdict: 'accept' | 'reject'; comment: string }) =>
      ask(
        raw.POST<Release>(`${RELEASE}/${verdict}`, {
          params: { path: { organisation, release }, header: idempotent() },
          body: { comment },
        }),
      ),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: key(organisation, release) }),
        queries.invalidateQueries({ queryKey: listKey(organisation, project) }),
      ]),
  });
}

export function useRemoveRelease(project: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (release: string) =>
      ask(raw.DELETE(RELEASE, { params: { path: { organisation, release } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: listKey(organisation, project) }),
  });
}
