import { useSyncExternalStore } from 'react';
import { asProblem } from '../api/problem';
import { useTranslation } from '../i18n';
import { Icon } from './Icon';
import css from './toast.module.css';

type Toast = { id: number; kind: 'good' | 'bad'; text: string };
let toasts: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();
const set = (next: readonly Toast[]) => {
  toasts = next;
  for (const listener of listeners) listener();
};
const drop = (id: number) => set(toasts.filter((toast) => toast.id !== id));

/** Says briefly that something worked. */
export function toast(text: string, kind: Toast['kind'] = 'good'): void {
  const id = ++count;
  set([...toasts, { id, kind, text }]);
  setTimeout(() => drop(id), kind === 'bad' ? 10_000 : 5_000);
}
/** Says that something failed, in the server's own words. */
export const toastError = (error: unknown): void => toast(asProblem(error).message, 'bad');

export function Toasts() {
  const { t } = useTranslation('common');
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map(({ id, kind, text }) => (
        <div key={id} className={css.toast} data-kind={kind}>
          <Icon name={kind === 'good' ? 'check' : 'alert'} />
          <span className={css.text}>{text}</span>
          <button type="button" className={css.close} aria-label={t('close')} onClick={() => drop(id)}>
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
