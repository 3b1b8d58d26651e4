import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../../ui';
import css from './report.module.css';

/** From a figure to what is behind it; nothing for who may not see that. */
export function Drill({ to, label, children }: { to: string | null; label?: string; children: ReactNode }) {
  if (!to) return null;
  return (
    <Link className={css.drill ?? ''} to={to} aria-label={label}>
      {children}
      <Icon name="arrowRight" size={14} />
    </Link>
  );
}
