import type { Reason } from '../notifications/reason';
import { Signal } from '../queue/signal';

/**
 * Why the server had no more work at the last claim; `detail` is its own sentence, and may be empty, and `reason` says the
 * same in any language.
 */
export type Waiting = {
  because: 'nothing_left' | 'paused' | 'not_eligible' | 'cap_reached' | 'project_paused';
  detail: string;
  reason?: Reason | null;
};
export const waiting = new Signal<Waiting | null>(null);

/** Takes the reason out of what a claim answered. */
export const hearWaiting = (page: object): void =>
  waiting.set((page as { waiting?: Waiting | null }).waiting ?? null);
