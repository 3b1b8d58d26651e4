import type { ReactNode } from 'react';
import css from './report.module.css';

/** What is wider than a phone scrolls by itself, and can be reached by the keyboard. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <div className={css.scroll} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
