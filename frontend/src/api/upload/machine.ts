import { type ApiProblem, asProblem } from '../problem';
import type { Asset, Upload } from '../types';

/**
 * One file on its way: permission is asked, the bytes go to the store, the server is told, it verifies them, and what the
 * file is for begins. `refused` is the server's verdict on the file; `failed` may be tried again from where it stopped.
 */
export type Phase =
  | 'waiting'
  | 'asking'
  | 'sending'
  | 'completing'
  | 'verifying'
  | 'finishing'
  | 'done'
  | 'refused'
  | 'failed'
  | 'paused'
  | 'cancelled';

export type Ticket = Upload & { at: number };
export type Progress = {
  phase: Phase;
  /** Bytes that have left so far. */
  sent: number;
  ticket: Ticket | null;
  stored: boolean;
  asset: Asset | null;
  problem: ApiProblem | null;
};
export const START: Progress = {
  phase: 'waiting',
  sent: 0,
  ticket: null,
  stored: false,
  asset: null,
  problem: null,
};

/** What the machine does to the world; the tests bring their own. */
export type Effects = {
  ask(): Promise<Upload>;
  send(ticket: Upload, onSent: (bytes: number) => void): Promise<void>;
  complete(ticket: Upload): Promise<Asset>;
  look(asset: Asset): Promise<Asset>;
  finish(asset: Asset): Promise<void>;
  wait(milliseconds: number): Promise<void>;
  now(): number;
};

/** A permission to send lives for a quarter of an hour; an older one is not worth trying. Parts have their own. */
const TICKET_LIFE = 10 * 60_000;
const FIRST_LOOK = 400;
const LONGEST_WAIT = 4_000;
const PATIENCE = 8;

/** The message of an AbortError that only means a pause. */
export const PAUSED = 'Paused';
export const pausing = (): DOMException => new DOMException(PAUSED, 'AbortError');

/** Nothing moves any more by itself. */
export const isOver = ({ phase }: Progress): boolean =>
  phase === 'done' ||
  phase === 'refused' ||
  phase === 'failed' ||
  phase === 'paused' ||
  phase === 'cancelled';

/** Carries a file from wherever it stands to its end; never throws, the last report says how it went. */
export async function carry(
  from: Progress,
  effects: Effects,
  report: (now: Progress) => void,
): Promise<Progress> {
  let now: Progress = { ...from, problem: null };
  const go = (change: Partial<Progress>): void => {
    now = { ...now, ...change };
    report(now);
  };
  try {
    if (!now.asset && !now.stored) await store(now, effects, go);
    if (!now.asset && now.ticket) {
      go({ phase: 'completing' });
      go({ asset: await effects.complete(now.ticket) });
    }
    if (now.asset) await verify(now.asset, effects, go);
    if (now.asset?.state === 'ready') {
      go({ phase: 'finishing' });
      await effects.finish(now.asset);
      go({ phase: 'done' });
    }
  } catch (thrown) {
    const gone = thrown instanceof DOMException && thrown.name === 'AbortError';
    const stopped = thrown instanceof DOMException && thrown.message === PAUSED ? 'paused' : 'cancelled';
    go(gone ? { phase: stopped } : { phase: 'failed', problem: asProblem(thrown) });
  }
  return now;
}

async function store(
  now: Progress,
  effects: Effects,
  go: (change: Partial<Progress>) => void,
): Promise<void> {
  let { ticket } = now;
  if (!ticket || (!ticket.part_size && effects.now() - ticket.at > TICKET_LIFE)) {
    go({ phase: 'asking', ticket: null });
    ticket = { ...(await effects.ask()), at: effects.now() };
  }
  go({ phase: 'sending', sent: 0, ticket });
  await effects.send(ticket, (sent) => go({ sent }));
  go({ stored: true });
}

/** Looks again and again until the server has made up its mind; a hiccup on the way is no failure. */
async function verify(
  asset: Asset,
  effects: Effects,
  go: (change: Partial<Progress>) => void,
): Promise<void> {
  let failures = 0;
  let pause = FIRST_LOOK;
  let seen = asset;
  go({ phase: 'verifying', asset: seen });
  while (seen.state === 'uploading' || seen.state === 'verifying') {
    await effects.wait(pause);
    pause = Math.min(LONGEST_WAIT, pause * 1.5);
    try {
      seen = await effects.look(seen);
      failures = 0;
      go({ asset: seen });
    } catch (thrown) {
      const lasting = !asProblem(thrown).passing;
      if (lasting || ++failures >= PATIENCE) throw thrown;
    }
  }
  if (seen.state === 'refused') go({ phase: 'refused' });
}
