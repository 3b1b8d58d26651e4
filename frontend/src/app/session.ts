import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { api, ask, rememberCsrf } from '../api/client';
import { asProblem } from '../api/problem';
import { sessionLives } from '../api/signedOut';
import type { Me, Organisation, Role } from '../api/types';
import { knowPreferences } from './preferences';

/** The last answer, so that work can go on when the page is opened without a network. */
const LAST_ME = 'concord-me';
/** For signing out: the next person at this machine is somebody else. */
export const forgetMe = (): void => localStorage.removeItem(LAST_ME);

/** Who is signed in, and in which organisations; without a network, who was signed in last. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async (): Promise<Me> => {
      try {
        const me = await ask(api.GET('/api/v1/me'));
        rememberCsrf(me.csrf_token);
        sessionLives();
        knowPreferences(me);
        localStorage.setItem(LAST_ME, JSON.stringify({ ...me, csrf_token: '' }));
        return me;
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.signedOut) forgetMe();
        const last = problem.offline ? localStorage.getItem(LAST_ME) : null;
        if (last === null) throw problem;
        return JSON.parse(last) as Me;
      }
    },
    staleTime: 60_000,
  });
}

export type Session = { me: Me; organisation: Organisation };
export const SessionContext = createContext<Session | null>(null);

/** The person and the organisation of the page in front of them. Only inside an organisation's routes. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside an organisation');
  return session;
}

export type Permission = 'manage' | 'work' | 'judge' | 'seeProjects' | 'seeMembers' | 'own';
const ALLOWED: Record<Permission, readonly Role[]> = {
  own: ['owner'],
  manage: ['owner', 'manager'],
  seeMembers: ['owner', 'manager'],
  seeProjects: ['owner', 'manager', 'reviewer', 'client'],
  work: ['owner', 'manager', 'reviewer', 'annotator'],
  judge: ['owner', 'manager', 'reviewer'],
};
/** What a role opens in the interface. The server decides; this only hides doors that are shut anyway. */
export const may = (role: Role, permission: Permission): boolean => ALLOWED[permission].includes(role);
export const useMay = (permission: Permission): boolean => may(useSession().organisation.role, permission);

const LAST = 'concord-organisation';
export const rememberOrganisation = (slug: string): void => localStorage.setItem(LAST, slug);
export const startOrganisation = (me: Me): Organisation | undefined =>
  me.organisations.find(({ slug }) => slug === localStorage.getItem(LAST)) ?? me.organisations[0];
/** The page a person of this role lands on. */
export const startPage = ({ slug, role }: Organisation): string =>
  may(role, 'seeProjects') ? `/${slug}/projects` : `/${slug}/work`;
