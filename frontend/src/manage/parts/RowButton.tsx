import type { ReactNode } from 'react';
import css from './RowButton.module.css';

/** What can be done with one row; `label` also names the row, for those who hear one button after the other. */
export function RowButton(props: {
  label: string;
  busy?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={css.button}
      aria-label={props.label}
      aria-busy={props.busy || undefined}
      disabled={props.busy}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
