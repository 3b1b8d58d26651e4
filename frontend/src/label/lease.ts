import { useEffect, useState } from 'react';
import { serverNow } from '../api/clock';

/** `ends`: the lease of the current item runs out soon · `lost`: it is over, and somebody else may have the item. */
export type LeaseState = { phase: 'held' | 'ends' | 'lost'; renew: () => void };

const RENEW_EVERY = 60_000;
const LOOK_EVERY = 10_000;
/** A warning comes this long before the end (2 min). */
const WARN_BEFORE = 120_000;
/** Leases of an abandoned page are let go: after half an hour without a sign of life they are not renewed. */
const AWAY_AFTER = 30 * 60_000;

/** Keeps the leases of a feed alive while somebody is at work, and tells how the current one stands. */
export function useLease(feed: Held): LeaseState {
  const [phase, setPhase] = useState<LeaseState['phase']>('held');
  useEffect(() => {
    let lastSign = Date.now();
    const alive = () => {
      lastSign = Date.now();
    };
    const look = () => setPhase(phaseOf(feed));
    const renew = () => {
      if (Date.now() - lastSign < AWAY_AFTER) void feed.renew().then(look, look);
    };
    const back = () => {
      if (document.visibilityState !== 'visible') return;
      alive();
      renew();
    };
    const signs = ['keydown', 'pointerdown', 'pointermove'] as const;
    for (const sign of signs) document.addEventListener(sign, alive, { passive: true });
    document.addEventListener('visibilitychange', back);
    addEventListener('online', back);
    const unsubscribe = feed.state.subscribe(look);
    const timers = [setInterval(renew, RENEW_EVERY), setInterval(look, LOOK_EVERY)];
    return () => {
      for (const sign of signs) document.removeEventListener(sign, alive);
      document.removeEventListener('visibilitychange', back);
      removeEventListener('online', back);
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
    };
  }, [feed]);
  return { phase, renew: () => void feed.renew().then(() => setPhase(phaseOf(feed))) };
}

/** A feed as far as leases go: of items to annotate, to review or to settle. */
type Held = Leased & {
  renew: () => Promise<void>;
  state: Leased['state'] & { subscribe: (listener: () => void) => () => void };
};
type Leased = {
  current(): { id: string } | undefined;
  leaseEnd(id: string): number;
  state: { get(): { lost: ReadonlySet<string> } };
};

/** How the lease of the item on the screen stands; `now` is the server's time in milliseconds. */
export function phaseOf(feed: Leased, now = serverNow()): LeaseState['phase'] {
  const current = feed.current();
  if (!current) return 'held';
  const left = feed.leaseEnd(current.id) - now;
  if (feed.state.get().lost.has(current.id) || left <= 0) return 'lost';
  return left < WARN_BEFORE ? 'ends' : 'held';
}
