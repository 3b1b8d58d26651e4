import { useSyncExternalStore } from 'react';
import { api, ask, idempotent } from '../../api';
import { newKey } from '../../api/key';
import { effectsOf, type Keys, newKeys } from '../../api/upload/effects';
import { carry, type Effects, isOver, type Progress, START } from '../../api/upload/machine';

export type Purpose = 'image' | 'text';
export type Target = { organisation: string; project: string; purpose: Purpose };
export type FileOnItsWay = { id: string; target: Target; file: File; progress: Progress };

/** So many files are sent at once; the others wait. */
const AT_ONCE = 3;

type Entry = FileOnItsWay & {
  controller: AbortController;
  keys: Keys & { finish: string };
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
const update = (id: string, progress: Progress): void =>
  changed(entries.map((entry) => (entry.id === id ? { ...entry, progress } : entry)));

/** Files on their way into a project. They go on while the person looks at other pages. */
export function useUploads(project: string, purpose: Purpose): readonly FileOnItsWay[] {
  const all = useSyncExternalStore(listen, () => entries);
  return all.filter(({ target }) => target.project === project && target.purpose === purpose);
}

/** Begins to send files; the rest happens by itself. */
export function startUploads(target: Target, files: readonly File[]): void {
  const fresh = files.map((file) => ({
    id: newKey(),
    target,
    file,
    progress: START,
    controller: new AbortController(),
    keys: { ...newKeys(), finish: newKey() },
  }));
  changed([...entries, ...fresh]);
  startNext();
}

export function retryUpload(id: string): void {
  changed(
    entries.map((entry) =>
      entry.id === id && isOver(entry.progress)
        ? { ...entry, controller: new AbortController(), progress: { ...entry.progress, phase: 'waiting' } }
        : entry,
    ),
  );
  startNext();
}

export function cancelUpload(id: string): void {
  const entry = entries.find((each) => each.id === id);
  entry?.controller.abort();
  if (entry?.progress.phase === 'waiting') update(id, { ...entry.progress, phase: 'cancelled' });
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

function onTheWay({ target, file, controller, keys }: Entry): Effects {
  const { organisation, project, purpose } = target;
  const { signal } = controller;
  return effectsOf({
    organisation,
    wish: { project_id: project, purpose },
    file,
    signal,
    keys,
    finish: async ({ id }) => {
      if (purpose === 'image') return;
      await ask(
        api.POST('/api/v1/{organisation}/projects/{project_id}/imports', {
          params: { path: { organisation, project_id: project }, header: idempotent(keys.finish) },
          body: { asset_id: id },
          signal,
        }),
      );
    },
  });
}

/** Closing the tab would lose what has not arrived yet; the browser asks. */
addEventListener('beforeunload', (event) => {
  if (entries.some((entry) => isMoving(entry) && !entry.progress.stored)) event.preventDefault();
});
