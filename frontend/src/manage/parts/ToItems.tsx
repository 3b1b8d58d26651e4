import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** A figure that leads to the items it is made of; the figure alone for who may not see them, or where there are none. */
export function ToItems({ to, label, children }: { to: string | null; label: string; children: ReactNode }) {
  if (!to) return <>{children}</>;
  return (
    <Link to={to} aria-label={label}>
      {children}
    </Link>
  );
}
