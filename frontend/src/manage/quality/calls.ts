import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask, idempotent } from '../../api';
import { raw } from '../../api/raw';
import { useMay } from '../../app/session';
import { toastError } from '../../ui';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { isUnfinished, useSlug } from '../queries';
import type { Behind } from './drill';
import type { Content, Download, NewSchedule, Report, Schedule, Wish } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const REPORT = '/api/v1/{organisation}/reports/{report}';
const SOON = 1_000;

/** Whose quality is told: that of a project, or of everything that is made for a client. */
export type Of = { of: 'projects' | 'clients'; id: string };
const LISTS = {
  projects: '/api/v1/{organisation}/projects/{id}/reports',
  clients: '/api/v1/{organisation}/clients/{id}/reports',
} as const;
const listKey = (organisation: string, { of, id }: Of) => [organisation, of, id, 'reports'];
const key = (organisation: string, report: string) => [organisation, 'report', report];

/** The reports that were made, newest first. */
export function useReports(of: Of) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: listKey(organisation, of),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<Report>>(LISTS[of.of], {
          params: {
            path: { organisation, id: of.id },
            query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ results }) => results.some(isUnfinished)) ? SOON : false,
  });
}

export function useMakeReport(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Wish, header) =>
      ask(raw.POST<Report>(LISTS[of.of], { params: { path: { organisation, id: of.id }, header }, body })),
    { onSuccess: () => queries.invalidateQueries({ queryKey: listKey(organisation, of) }) },
  );
}

export function useReport(report: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: key(organisation, report),
    queryFn: ({ signal }) =>
      ask(raw.GET<Report>(REPORT, { params: { path: { organisation, report } }, signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? SOON : false),
  });
}

/** What a report says: it never changes. */
export function useContent(report: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [...key(organisation, report), 'content'],
    queryFn: ({ signal }) =>
      ask(raw.GET<Content>(`${REPORT}/content`, { params: { path: { organisation, report } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Who is behind the ids of a report: who may know asks for it where they are not people's own. */
export function usePeopleBehind({ id, people, release_id }: Report): Behind {
  const organisation = useSlug();
  const others = people === 'pseudonyms' || release_id !== null;
  const { data } = useQuery({
    queryKey: [...key(organisation, id), 'people'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/reports/{report_id}/people', {
          params: { path: { organisation, report_id: id } },
          signal,
        }),
      ),
    enabled: useMay('manage') && others,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => {
    const members = new Map(data?.map((row) => [row.id, row.member.id]));
    return (shown) => (others ? members.get(shown) : shown);
  }, [data, others]);
}

/** How far a project's differing answers are decided, as of when habits were learnt last. */
export function useProjectTruth(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'truth'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}/truth', {
          params: { path: { organisation, project_id: project } },
          signal,
        }),
      ),
  });
}

/** The link lives for minutes, so it is asked for when it is wanted. */
export function useDownload(report: string) {
  const organisation = useSlug();
  return useMutation({
    mutationFn: (as: Download) =>
      ask(
        raw.GET<{ url: string }>(`${REPORT}/download`, {
          params: { path: { organisation, report }, query: { as } },
        }),
      ),
    onSuccess: ({ url }) => Object.assign(document.createElement('a'), { href: url, download: '' }).click(),
    onError: toastError,
  });
}

export function useCancelReport(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (report: string) =>
      ask(
        raw.POST(`${REPORT}/cancel`, {
          params: { path: { organisation, report }, header: idempotent(`cancel-${report}`) },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: listKey(organisation, of) }),
    onError: toastError,
  });
}

export function useRemoveReport(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (report: string) => ask(raw.DELETE(REPORT, { params: { path: { organisation, report } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: listKey(organisation, of) }),
  });
}

const SCHEDULES = {
  projects: '/api/v1/{organisation}/projects/{id}/report-schedules',
  clients: '/api/v1/{organisation}/clients/{id}/report-schedules',
} as const;
const SCHEDULE = '/api/v1/{organisation}/report-schedules/{schedule}';
const schedulesKey = (organisation: string, { of, id }: Of) => [organisation, of, id, 'report-schedules'];

export function useReportSchedules(of: Of) {
  const organisation = useSlug();
  return useQuery({
    queryKey: schedulesKey(organisation, of),
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          raw.GET<Page<Schedule>>(SCHEDULES[of.of], {
            params: { path: { organisation, id: of.id }, query },
            signal,
          }),
        ),
      ),
  });
}

export function useAddSchedule(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: NewSchedule, header) =>
      ask(
        raw.POST<Schedule>(SCHEDULES[of.of], { params: { path: { organisation, id: of.id }, header }, body }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, of) }) },
  );
}

export function useChangeSchedule(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, active }: { id: string; active: boolean }) =>
      ask(
        raw.PATCH<Schedule>(SCHEDULE, {
          params: { path: { organisation, schedule: id } },
          body: { active },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, of) }),
    onError: toastError,
  });
}

export function useRemoveSchedule(of: Of) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(raw.DELETE(SCHEDULE, { params: { path: { organisation, schedule: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: schedulesKey(organisation, of) }),
  });
}
