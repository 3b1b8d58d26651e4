import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { Icon } from './Icon';
import css from './Page.module.css';

/** Names the browser tab; the page heading and the tab always agree. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Concord` : 'Concord';
  }, [title]);
}

/** The frame of an ordinary page: one heading, what it is about, what can be done, and the content. */
export function Page(props: {
  title: string;
  subtitle?: ReactNode;
  /** Leads one level up: where, and what it is called. */
  back?: { to: string; title: string };
  actions?: ReactNode;
  children: ReactNode;
}) {
  useTitle(props.title);
  return (
    <main className={css.page} id="main">
      {props.back && (
        <Link className={css.back} to={props.back.to}>
          <Icon name="arrowLeft" size={15} />
          {props.back.title}
        </Link>
      )}
      <div className={css.head}>
        <div>
          <h1>{props.title}</h1>
          {props.subtitle && <div className={css.subtitle}>{props.subtitle}</div>}
        </div>
        {props.actions && <div className={css.actions}>{props.actions}</div>}
      </div>
      {props.children}
    </main>
  );
}

/** A titled block on a page. */
export function Panel(props: {
  title?: string;
  help?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={css.panel} data-flush={props.flush || undefined}>
      {(props.title || props.actions) && (
        <div className={css.panelHead}>
          <div>
            {props.title && <h2>{props.title}</h2>}
            {props.help && <div className={css.help}>{props.help}</div>}
          </div>
          {props.actions && <div className={css.actions}>{props.actions}</div>}
        </div>
      )}
      {props.children}
    </section>
  );
}
