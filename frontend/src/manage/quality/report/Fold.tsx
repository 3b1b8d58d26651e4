import { type ReactNode, useState } from 'react';
import css from './report.module.css';

/** What is there for those who want to know more; nothing of it is drawn before it is opened. */
export function Fold(props: { title: string; open?: boolean; children: ReactNode }) {
  const [seen, setSeen] = useState(props.open ?? false);
  return (
    <details
      className={css.fold}
      open={props.open}
      onToggle={(event) => event.currentTarget.open && setSeen(true)}
    >
      <summary>{props.title}</summary>
      {seen && <div className={css.folded}>{props.children}</div>}
    </details>
  );
}
