import { preferences } from '../ui/preferences';

/** Whether single-key commands are on. Off is for people who dictate or whose keyboard types by itself (WCAG 2.1.4). */
export const singleKeys = {
  get: (): boolean => preferences.get().single_keys ?? true,
  set: (single_keys: boolean): void => preferences.set({ single_keys }),
  subscribe: preferences.subscribe,
};
