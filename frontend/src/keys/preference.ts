// Whether single-key commands are on. Off is for people who dictate or whose keyboard types by itself (WCAG 2.1.4).
const STORED = 'concord-single-keys';
let on = typeof localStorage === 'undefined' || localStorage.getItem(STORED) !== 'off';
const listeners = new Set<() => void>();

export const singleKeys = {
  get: (): boolean => on,
  set(value: boolean): void {
    on = value;
    localStorage.setItem(STORED, value ? 'on' : 'off');
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
