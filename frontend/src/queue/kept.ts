import { asProblem } from '../api/problem';
import { OwnedTable, type Owner } from './db';
import type { Claimed } from './feed';

/**
 * A claim that remembers its last answer on this machine. When the first claim of a page finds no network, the
 * remembered work whose lease still runs is given out once, so that a reload without a network goes on. `claimed` hears
 * of every answer.
 */
export function keeping<Work extends Claimed>(
  owner: Owner,
  claim: (limit: number) => Promise<Work[]>,
  claimed: (work: readonly Work[]) => void = () => {},
): (limit: number) => Promise<Work[]> {
  const table = new OwnedTable<Work[]>('work', owner);
  let first = true;
  return async (limit) => {
    try {
      const work = await claim(limit);
      first = false;
      await table.put('claimed', work).catch((error) => console.error(error));
      claimed(work);
      return work;
    } catch (thrown) {
      const kept =
        first && asProblem(thrown).offline ? await table.get('claimed').catch(() => undefined) : undefined;
      first = false;
      const running = (kept ?? []).filter(
        ({ lease_until }) => lease_until !== null && Date.parse(lease_until) > Date.now(),
      );
      if (running.length === 0) throw thrown;
      return running;
    }
  };
}
