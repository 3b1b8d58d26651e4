import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, ifMatch } from '../../api';
import { raw } from '../../api/raw';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { useSlug } from '../queries';
import type { Firing, Rule, RuleDraft } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const RULES = '/api/v1/{organisation}/projects/{project}/rules';
const RULE = '/api/v1/{organisation}/rules/{rule}';

export function useRules(project: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'project', project, 'rules'],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(raw.GET<Page<Rule>>(RULES, { params: { path: { organisation, project }, query }, signal })),
      ),
  });
}

/** Rules that suit most projects, ready to be taken over. */
export function useSuggestedRules() {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'rules', 'suggested'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<Partial<RuleDraft>[]>('/api/v1/{organisation}/rules/suggested', {
          params: { path: { organisation } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useFirings(project: string) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'project', project, 'firings'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Page<Firing>>('/api/v1/{organisation}/projects/{project}/firings', {
          params: {
            path: { organisation, project },
            query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 5_000,
  });
}

function useStale(project: string): () => Promise<void> {
  const organisation = useSlug();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [organisation, 'project', project, 'rules'] });
}

export function useAddRule(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useCreate(
    (body: RuleDraft, header) =>
      ask(raw.POST<Rule>(RULES, { params: { path: { organisation, project }, header }, body })),
    { onSuccess: stale },
  );
}

export function useChangeRule(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useMutation({
    mutationFn: ({ rule, changes }: { rule: Rule; changes: Partial<RuleDraft> }) =>
      ask(
        raw.PATCH<Rule>(RULE, {
          params: { path: { organisation, rule: rule.id }, header: ifMatch(rule.etag) },
          body: changes,
        }),
      ),
    // Also after a 412: the list then shows what somebody else made of it.
    onSettled: stale,
  });
}

export function useRemoveRule(project: string) {
  const organisation = useSlug();
  const stale = useStale(project);
  return useMutation({
    mutationFn: (rule: string) => ask(raw.DELETE(RULE, { params: { path: { organisation, rule } } })),
    onSuccess: stale,
  });
}
