import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useCreate } from '../intention';
import { useSlug } from '../queries';
import type { Made, Prompt } from './types';

/** Which prompts: words that stand in them, one project, metadata of their items. */
export type PromptFilter = Readonly<Record<string, string>>;

/** A client's prompts in all of its projects, each once. */
export function usePrompts(client: string, filter: PromptFilter) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'client', client, 'prompts', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<{ results: Prompt[]; next: string | null }>(
          '/api/v1/{organisation}/clients/{client}/prompts',
          {
            params: {
              path: { organisation, client },
              query: { ...filter, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
            },
            signal,
          },
        ),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export type Sample = { filter: PromptFilter; count: number; seed: string; into: { project_id: string } };

/** Asks some of a client's prompts in another of its projects too. */
export function useSample(client: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Sample, header) =>
      ask(
        raw.POST<Made>('/api/v1/{organisation}/clients/{client}/prompts/sample', {
          params: { path: { organisation, client }, header },
          body,
        }),
      ),
    { onSuccess: () => void queries.invalidateQueries({ queryKey: [organisation] }) },
  );
}

export type FromAnswers = { project_id: string; question: string; turn?: number };

/** Makes items of `target` out of what people wrote in another project. */
export function useFromAnswers(target: string) {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: FromAnswers, header) =>
      ask(
        raw.POST<Made>('/api/v1/{organisation}/projects/{project}/items/from-answers', {
          params: { path: { organisation, project: target }, header },
          body,
        }),
      ),
    { onSuccess: () => void queries.invalidateQueries({ queryKey: [organisation] }) },
  );
}
