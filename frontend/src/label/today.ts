import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, ask } from '../api/client';
import { Signal } from '../queue/signal';

/** What was submitted in this page since it was opened: when, and how long each took in seconds. */
type Done = { at: number; seconds: number };
const done = new Signal<readonly Done[]>([]);
const opened = Date.now();

export const countDone = (seconds: number): void => done.set([...done.get(), { at: Date.now(), seconds }]);

const LAST = 10;
/** The median seconds of the last ten items; null until there are three. */
export function paceOf(seconds: readonly number[]): number | null {
  if (seconds.length < 3) return null;
  const sorted = seconds.slice(-LAST).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  return Math.round(sorted.length % 2 ? high : ((sorted[middle - 1] ?? 0) + high) / 2);
}

/** How many items the person has submitted today in this organisation, and the pace of the last few. */
export function useToday(organisation: string): { count: number; pace: number | null } {
  const here = useSyncExternalStore(done.subscribe, done.get);
  const midnight = new Date().setHours(0, 0, 0, 0);
  const earlier = useQuery({
    queryKey: [organisation, 'today'],
    queryFn: async () => {
      const page = await ask(
        api.GET('/api/v1/{organisation}/assignments', {
          params: { path: { organisation }, query: { state: 'submitted', limit: 100 } },
        }),
      );
      return page.results.flatMap(({ submitted_at }) => (submitted_at ? [Date.parse(submitted_at)] : []));
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const before = (earlier.data ?? []).filter((at) => at >= midnight && at < opened).length;
  return {
    count: before + here.filter(({ at }) => at >= midnight).length,
    pace: paceOf(here.map(({ seconds }) => seconds)),
  };
}
