import type { Words } from '../words';

const NAMES: Record<number, 'low' | 'normal' | 'high' | 'urgent'> = {
  '-1': 'low',
  0: 'normal',
  1: 'high',
  2: 'urgent',
};
/** How pressing an item is, in a word. */
export const priorityName = (priority: number, t: Words): string =>
  t(`priority.${NAMES[priority] ?? (priority < 0 ? 'low' : 'urgent')}`);
