import { api, ask, idempotent } from '../client';
import { newKey } from '../key';
import { raw } from '../raw';
import type { components } from '../schema';
import type { Asset, Upload } from '../types';
import { mediaTypeOf, pause } from './file';
import type { Effects } from './machine';
import { type PartEffects, type Parts, sendParts } from './parts';
import { sendPart, sendToStore } from './send';

type Wish = Omit<
  components['schemas']['UploadInputRequest'],
  'filename' | 'size' | 'media_type' | 'purpose'
> & {
  purpose: 'image' | 'text' | 'data';
  multipart?: boolean;
};
/** Idempotency keys of one file; a retry of the same step goes by the same key. */
export type Keys = { ask: string; complete: string };
export const newKeys = (): Keys => ({ ask: newKey(), complete: newKey() });

type Given = {
  organisation: string;
  /** What it is for. */
  wish: Wish;
  file: File;
  signal: AbortSignal;
  keys: Keys;
  /** What begins once the server has taken the file. */
  finish?: (asset: Asset) => Promise<void>;
};

/** One file on its way to this server and its store. */
export function effectsOf({ organisation, wish, file, signal, keys, finish }: Given): Effects {
  return {
    ask: async () => {
      const ticket = await ask(
        raw.POST<Upload>('/api/v1/{organisation}/uploads', {
          params: { path: { organisation }, header: idempotent(keys.ask) },
          // A pasted picture may come without a name.
          body: {
            ...wish,
            filename: file.name || wish.purpose,
            size: file.size,
            media_type: mediaTypeOf(file),
          },
          signal,
        }),
      );
      keys.ask = newKey(); // a ticket that ran out must not be given again
      return ticket;
    },
    send: (ticket, onSent) =>
      ticket.part_size
        ? sendParts(file.size, partsOf(organisation, ticket.id, file, signal), onSent)
        : sendToStore(ticket, file, onSent, signal),
    complete: ({ id }) =>
      ask(
        api.POST('/api/v1/{organisation}/uploads/{upload_id}/complete', {
          params: { path: { organisation, upload_id: id }, header: idempotent(keys.complete) },
          signal,
        }),
      ),
    look: ({ id }) =>
      ask(
        api.GET('/api/v1/{organisation}/assets/{asset_id}', {
          params: { path: { organisation, asset_id: id } },
          signal,
        }),
      ),
    finish: finish ?? (async () => {}),
    wait: (milliseconds) => pause(milliseconds, signal),
    now: () => Date.now(),
  };
}

const PARTS = '/api/v1/{organisation}/uploads/{upload}/parts';

/** The parts of one file and its store. */
function partsOf(organisation: string, upload: string, file: File, signal: AbortSignal): PartEffects {
  const path = { organisation, upload };
  return {
    arrived: () => ask(raw.GET<Parts>(PARTS, { params: { path }, signal })),
    addresses: async (numbers) => {
      const body = { numbers: [...numbers] };
      const { urls } = await ask(
        raw.POST<{ urls: Record<string, string> }>(PARTS, { params: { path }, body, signal }),
      );
      return urls;
    },
    put: (address, from, to, onSent) => sendPart(address, file.slice(from, to), onSent, signal),
    wait: (milliseconds) => pause(milliseconds, signal),
    online: () => online(signal),
  };
}

/** Resolves at once, or when the network is back. */
const online = (signal: AbortSignal): Promise<void> =>
  navigator.onLine
    ? Promise.resolve()
    : new Promise((resolve, reject) => {
        addEventListener('online', () => resolve(), { once: true, signal });
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
