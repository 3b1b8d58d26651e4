import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { useSlug } from '../queries';
import type { Skill } from '../workflow/types';

/** What a member can do, and how well (0 to 1); `earned_in` is the project whose gold gave it. */
export type MemberSkill = {
  skill: Skill;
  level: number;
  note: string;
  expires_at: string | null;
  granted_at: string;
  granted_by?: { id: string; name: string } | null;
  earned_in: string | null;
};
/** That a member may work for a client which asks for it. */
export type Clearance = {
  client: { id: string; name: string };
  note: string;
  expires_at: string | null;
  granted_at: string;
  granted_by?: { id: string; name: string } | null;
};

type Page<Row> = { results: Row[]; next: string | null };
type What = 'skills' | 'clearances';
const OF_MEMBER = '/api/v1/{organisation}/members/{member}';

function useOfMember<Row>(member: string, what: What) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'member', member, what],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(
          raw.GET<Page<Row>>(`${OF_MEMBER}/${what}`, {
            params: { path: { organisation, member }, query },
            signal,
          }),
        ),
      ),
  });
}
export const useMemberSkills = (member: string) => useOfMember<MemberSkill>(member, 'skills');
export const useClearances = (member: string) => useOfMember<Clearance>(member, 'clearances');

function useStale(member: string, what: What): () => void {
  const organisation = useSlug();
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: [organisation, 'member', member, what] });
    // Who may work in a project hangs on it.
    void queries.invalidateQueries({ queryKey: [organisation, 'project'] });
  };
}

export type Grant = { note: string; expires_at: string | null; level?: number };

/** Gives a skill or a clearance, or changes it; `id` is the skill's or the client's. */
export function useGrantTo(member: string, what: What) {
  const organisation = useSlug();
  const stale = useStale(member, what);
  return useMutation({
    mutationFn: ({ id, ...body }: Grant & { id: string }) =>
      ask(raw.PUT(`${OF_MEMBER}/${what}/{id}`, { params: { path: { organisation, member, id } }, body })),
    onSuccess: stale,
  });
}

export function useTakeFrom(member: string, what: What) {
  const organisation = useSlug();
  const stale = useStale(member, what);
  return useMutation({
    mutationFn: (id: string) =>
      ask(raw.DELETE(`${OF_MEMBER}/${what}/{id}`, { params: { path: { organisation, member, id } } })),
    onSuccess: stale,
  });
}

export function useNewSkill() {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useCreate(
    (body: Pick<Skill, 'name' | 'kind'>, header) =>
      ask(
        raw.POST<Skill>('/api/v1/{organisation}/skills', {
          params: { path: { organisation }, header },
          body,
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'skills'] }) },
  );
}

export function useRemoveSkill() {
  const organisation = useSlug();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (skill: string) =>
      ask(raw.DELETE('/api/v1/{organisation}/skills/{skill}', { params: { path: { organisation, skill } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [organisation, 'skills'] }),
  });
}
