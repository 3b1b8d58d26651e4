import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Signal } from '../queue/signal';
import { summarySince } from './calls';

/** What was submitted from this page: when, for which project, and how long it took in seconds. */
type Done = { at: number; project: string; seconds: number };
const done = new Signal<readonly Done[]>([]);

export const countDone = (seconds: number, project = '', at = Date.now()): void =>
  done.set([...done.get(), { at, project, seconds }]);
/** It was taken back. */
export const uncountDone = (at: number): void => done.set(done.get().filter((each) => each.at !== at));

const LAST = 10;
/** The median seconds of the last ten items; null until there are three. */
export function paceOf(seconds: readonly number[]): number | null {
  if (seconds.length < 3) return null;
  const sorted = seconds.slice(-LAST).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  return Math.round(sorted.length % 2 ? high : ((sorted[middle - 1] ?? 0) + high) / 2);
}

export type Today = {
  /** Items submitted since midnight, here and elsewhere. */
  count: number;
  /** Seconds that an item takes now; null until that can be told. */
  pace: number | null;
  projects: readonly { id: string; name: string; count: number; left: number; pace: number | null }[];
};

/** The person's own figures of the day in this organisation: what the server knew, and what was done here since. */
export function useToday(organisation: string): Today {
  const here = useSyncExternalStore(done.subscribe, done.get);
  const midnight = new Date().setHours(0, 0, 0, 0);
  const { data, dataUpdatedAt } = useQuery({
    queryKey: [organisation, 'today', midnight],
    queryFn: () => summarySince(organisation, new Date(midnight).toISOString()),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
  });
  const fresh = here.filter(({ at }) => at >= Math.max(midnight, dataUpdatedAt));
  const perItem = (seconds: number, items: number) => (items > 0 ? Math.round(seconds / items) : null);
  return {
    count: (data?.submitted ?? 0) + fresh.length,
    pace: paceOf(here.map(({ seconds }) => seconds)) ?? perItem(data?.seconds ?? 0, data?.submitted ?? 0),
    projects: (data?.by_project ?? []).map(({ project, submitted, seconds, items_left }) => {
      const since = fresh.filter((each) => each.project === project.id).length;
      return {
        ...project,
        count: submitted + since,
        left: Math.max(0, items_left - since),
        pace: perItem(seconds, submitted),
      };
    }),
  };
}
