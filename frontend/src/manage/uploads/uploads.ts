import { useSyncExternalStore } from 'react';
import type { Asset } from '../../api';
import { newKey } from '../../api/key';
import { effectsOf, type Keys, newKeys } from '../../api/upload/effects';
import { carry, type Effects, isOver, type Progress, pausing, START } from '../../api/upload/machine';
import { forget, isSame, type Owner, remember, ticketOf, unfinishedOf } from './unfinished';

/** `data` holds items and goes in parts where it is large. */
export type Purpose = 'image' | 'data';
export type Target = Owner & { purpose: Purpose };
/** What begins with a file once it has arrived; `key` is the same when it is tried again. */
export type Finish = (asset: Asset, key: string, signal: AbortSignal) => Promise<void>;
export type FileOnItsWay = { id: string; target: Target; file: File; progress: Progress };

/** So many files are sent at once; the others wait. */
const AT_ONCE = 3;
/** Smaller files are sent again as a whole sooner than they are put together. Bytes. */
const WHOLE = 8 * 1024 * 1024;

type Entry = FileOnItsWay & {
  controller: AbortController;
  keys: Keys & { finish: string };
  finish: Finish | undefined;
};
let entries: readonly Entry[] = [];
const listeners = new Set<() => void>();
const changed = (next: readonly Entry[]): void => {
  entries = next;
  for (const listener of listeners) listener();
};
const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
function update(id: string, progress: Progress): void {
  const entry = entries.find((each) => each.id === id);
  if (entry) keepTrack(entry, progress);
  changed(entries.map((each) => (each.id === id ? { ...each, progress } : each)));
}

/** What has begun is remembered until it has arrived or was given up. */
function keepTrack({ target, file }: Entry, progress: Progress): void {
  const { phase, ticket, stored } = progress;
  if (!ticket?.part_size) return;
  const over = phase === 'cancelled' || phase === 'verifying' || phase === 'refused';
  if (over || isGone(progress)) forget(target, ticket.id);
  else if (phase === 'sending' && !stored) remember(target, file, ticket);
}

/** Files on their way into a project. They go on while the person looks at other pages. */
export function useUploads(project: string, purpose: Purpose): readonly FileOnItsWay[] {
  const all = useSyncExternalStore(listen, () => entries);
  return all.filter(({ target }) => target.project === project && target.purpose === purpose);
}

/** Begins to send files, or goes on with those that were begun before; the rest happens by itself. */
export function startUploads(target: Target, files: readonly File[], finish?: Finish): void {
  const begun = unfinishedOf(target);
  const fresh = files.map((file): Entry => {
    const before = begun.find((row) => isSame(row, file));
    return {
      id: newKey(),
      target,
      file,
      progress: before ? { ...START, ticket: { ...ticketOf(before), at: Date.now() } } : START,
      controller: new AbortController(),
      keys: { ...newKeys(), finish: newKey() },
      finish,
    };
  });
  changed([...entries, ...fresh]);
  startNext();
}

/** Goes on with what failed, was paused or was cancelled. */
export function retryUpload(id: string): void {
  const again = (entry: Entry): Entry => {
    const ticket = isGone(entry.progress) ? null : entry.progress.ticket;
    return {
      ...entry,
      controller: new AbortController(),
      keys: ticket ? entry.keys : { ...newKeys(), finish: newKey() },
      progress: { ...entry.progress, ticket, phase: 'waiting' },
    };
  };
  changed(entries.map((entry) => (entry.id === id && isOver(entry.progress) ? again(entry) : entry)));
  startNext();
}

/** The store keeps what was begun for days, not for ever. */
const isGone = ({ problem }: Progress): boolean => problem?.status === 404 || problem?.status === 410;

export function pauseUpload(id: string): void {
  stop(id, 'paused', pausing());
}

export function cancelUpload(id: string): void {
  stop(id, 'cancelled');
}

function stop(id: string, phase: 'paused' | 'cancelled', reason?: DOMException): void {
  const entry = entries.find((each) => each.id === id);
  entry?.controller.abort(reason);
  const still = entry?.progress.phase === 'waiting' || entry?.progress.phase === 'paused';
  if (entry && still) update(id, { ...entry.progress, phase });
}

/** Takes finished files off the list. */
export const forgetUploads = (ids: readonly string[]): void =>
  changed(entries.filter(({ id, progress }) => !(ids.includes(id) && isOver(progress))));

const isMoving = ({ progress }: Entry): boolean => progress.phase !== 'waiting' && !isOver(progress);

function startNext(): void {
  const free = AT_ONCE - entries.filter(isMoving).length;
  const next = entries.filter(({ progress }) => progress.phase === 'waiting').slice(0, Math.max(0, free));
  for (const entry of next) {
    update(entry.id, { ...entry.progress, phase: 'asking' });
    void carry(entry.progress, onTheWay(entry), (progress) => update(entry.id, progress)).then(startNext);
  }
}

function onTheWay({ target, file, controller, keys, finish }: Entry): Effects {
  const { organisation, project, purpose } = target;
  const { signal } = controller;
  const multipart = purpose === 'data' && file.size > WHOLE;
  return effectsOf({
    organisation,
    wish: { project_id: project, purpose, ...(multipart ? { multipart } : {}) },
    file,
    signal,
    keys,
    ...(finish ? { finish: (asset: Asset) => finish(asset, keys.finish, signal) } : {}),
  });
}

/** Closing the tab would stop what has not arrived yet; the browser asks. */
addEventListener('beforeunload', (event) => {
  if (entries.some((entry) => isMoving(entry) && !entry.progress.stored)) event.preventDefault();
});
