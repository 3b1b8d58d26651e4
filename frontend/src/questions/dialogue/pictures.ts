// Pictures that the annotator puts into prompts and responses: shown at once from this machine, named in the answer
// once the server has taken them.
import { api, ask } from '../../api/client';
import { newKey } from '../../api/key';
import type { DialogueQuestion } from '../../api/types';
import { effectsOf, newKeys } from '../../api/upload/effects';
import { mediaTypeOf } from '../../api/upload/file';
import { carry, type Effects, isOver, type Progress, START } from '../../api/upload/machine';
import type { Picture } from '../../label/ready';
import { Signal } from '../../queue/signal';

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
/** 25 MiB, as the server has it. */
export const LARGEST_PICTURE = 25 * 2 ** 20;

/** Which prompt (no response named) or response a picture belongs to. */
export type Place = { turn: string; response: string | null };
/** Whom the server asks for leave; null where a form is only tried and nothing is sent. */
export type Sender = { organisation: string; project: string; assignment: string } | null;
export type Sending = {
  id: string;
  question: DialogueQuestion;
  place: Place;
  sender: Sender;
  file: File;
  /** Shows the file from this machine. */
  url: string;
  progress: Progress;
  controller: AbortController;
  onReady: (asset: string) => void;
};

export const sending = new Signal<readonly Sending[]>([]);
/** Pictures that came from this machine, by the id that the server gave them. */
const local = new Map<string, Picture>();

export const isOnItsWay = (question: DialogueQuestion): boolean =>
  sending.get().some((each) => each.question === question && each.progress.phase !== 'refused');

/** A picture by its asset: from this machine, or as it came with the item. */
export const pictureOf = (asset: string, assets: Readonly<Record<string, Picture>>): Picture | undefined =>
  local.get(asset) ?? assets[asset];

/** Asks the server for a picture that is named in the answer. Stays away silently when it cannot be had. */
export async function fetchPicture(organisation: string, asset: string): Promise<void> {
  try {
    const { url, width, height } = await ask(
      api.GET('/api/v1/{organisation}/assets/{asset_id}', {
        params: { path: { organisation, asset_id: asset } },
      }),
    );
    if (url) local.set(asset, { url, width: width ?? 1, height: height ?? 1 });
  } catch (error) {
    console.error(error);
  }
}

/** Why a file is not even sent; null when it may be. */
export function unfit(file: File): 'type' | 'size' | null {
  if (!PICTURE_TYPES.includes(mediaTypeOf(file))) return 'type';
  return file.size > LARGEST_PICTURE ? 'size' : null;
}

export function sendPicture(
  given: Pick<Sending, 'question' | 'place' | 'sender' | 'file' | 'onReady'>,
): void {
  const entry: Sending = {
    ...given,
    id: newKey(),
    url: URL.createObjectURL(given.file),
    progress: START,
    controller: new AbortController(),
  };
  sending.set([...sending.get(), entry]);
  void start(entry);
}

/** Goes on from where it stopped. */
export function retryPicture(id: string): void {
  const entry = sending.get().find((each) => each.id === id);
  if (entry && entry.progress.phase === 'failed') void start(entry);
}

/** Takes a picture off that has not arrived, or was refused. */
export function forgetPicture(id: string): void {
  const entry = sending.get().find((each) => each.id === id);
  if (!entry) return;
  entry.controller.abort();
  sending.set(sending.get().filter((each) => each !== entry && each.id !== id));
  URL.revokeObjectURL(entry.url);
}

/** The item has left the screen: nobody waits for its pictures any more. */
export function forgetPicturesOf(question: DialogueQuestion): void {
  for (const entry of sending.get()) if (entry.question === question) forgetPicture(entry.id);
}

async function start(entry: Sending): Promise<void> {
  if (!entry.sender) return arrived(entry, newKey());
  const update = (progress: Progress) =>
    sending.set(sending.get().map((each) => (each.id === entry.id ? { ...each, progress } : each)));
  const end = await carry(entry.progress, onTheWay(entry, entry.sender), update);
  if (end.phase === 'done' && end.asset) await arrived(entry, end.asset.id);
}

/** The picture has a name: the answer may hold it. */
async function arrived(entry: Sending, asset: string): Promise<void> {
  const { width, height } = await sizeOf(entry.url);
  if (!sending.get().some(({ id }) => id === entry.id)) return;
  local.set(asset, { url: entry.url, width, height });
  sending.set(sending.get().filter(({ id }) => id !== entry.id));
  entry.onReady(asset);
}

async function sizeOf(url: string): Promise<{ width: number; height: number }> {
  const image = new Image();
  image.src = url;
  await image.decode?.().catch(() => undefined);
  return { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
}

function onTheWay({ file, controller }: Sending, sender: NonNullable<Sender>): Effects {
  const { organisation, project, assignment } = sender;
  return effectsOf({
    organisation,
    wish: { project_id: project, assignment_id: assignment, purpose: 'image' },
    file,
    signal: controller.signal,
    keys: newKeys(),
  });
}

/** The network is back: what failed for want of it goes on by itself. */
addEventListener('online', () => {
  for (const { id, progress } of sending.get())
    if (isOver(progress) && progress.problem?.offline) retryPicture(id);
});
/** Closing the tab would lose what has not arrived yet; the browser asks. */
addEventListener('beforeunload', (event) => {
  if (sending.get().some(({ progress }) => !isOver(progress))) event.preventDefault();
});
