import type { ReactNode } from 'react';
import css from './settings.module.css';

/** Stays at the lower edge while there is something to save. */
export function SaveBar({ children }: { children: ReactNode }) {
  return <div className={css.saveBar}>{children}</div>;
}
