import type { Split } from './types';

export const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];
export const USUAL: Split = { train: 0.8, validation: 0.1, test: 0.1, seed: '1' };

const rounded = (share: number): number => Math.round(share * 1e6) / 1e6;

/** Shares add up to one, none below nothing, and there is something to learn from. */
export const addsUp = ({ train, validation, test }: Split): boolean =>
  train > 0 && validation >= 0 && test >= 0 && rounded(train + validation + test) === 1;

/** About how many items go where. Items with the same prompt stay together, so the true numbers differ a little. */
export function about(items: number, split: Split): Record<Part, number> {
  const validation = Math.round(items * split.validation);
  const test = Math.round(items * split.test);
  return { train: Math.max(0, items - validation - test), validation, test };
}

/** With one share changed, what is left goes to the part to train on, as far as there is any. */
export function withShare(split: Split, part: Part, share: number): Split {
  const next = { ...split, [part]: share };
  if (part === 'train') return next;
  return { ...next, train: Math.max(0, rounded(1 - next.validation - next.test)) };
}
