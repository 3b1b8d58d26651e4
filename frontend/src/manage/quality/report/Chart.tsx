import { type ReactNode, useRef } from 'react';
import { useTranslation } from '../../../i18n';
import { useWidth } from '../../parts/width';
import css from './report.module.css';

/**
 * A picture of figures: what it is, what it says in words, and the figures themselves as a table, in which everything
 * that can be pressed in the picture is a link. `children` draws at the width there is.
 */
export function Chart(props: {
  title: string;
  says: string;
  table: ReactNode;
  children: (width: number) => ReactNode;
}) {
  const { t } = useTranslation('quality');
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <figure className={css.figure}>
      <figcaption>
        <h3>{props.title}</h3>
        <p>{props.says}</p>
      </figcaption>
      <div ref={place} className={css.drawing} role="img" aria-label={`${props.title}. ${props.says}`}>
        {props.children(width)}
      </div>
      <details className={css.fold}>
        <summary>{t('asTable')}</summary>
        <div className={css.folded}>{props.table}</div>
      </details>
    </figure>
  );
}

/** What every drawing has in common: nothing moves, and the words are those of the page. */
export const STILL = { isAnimationActive: false } as const;
export const AXIS = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--dim)', fontSize: 12 },
  tickLine: false,
} as const;
export const TIP = {
  cursor: { fill: 'var(--hover)', stroke: 'var(--line-strong)' },
  contentStyle: {
    background: 'var(--raised)',
    border: '1px solid var(--line)',
    borderRadius: 8,
    color: 'var(--ink)',
    fontSize: 13,
  },
  itemStyle: { color: 'var(--ink)' },
  labelStyle: { color: 'var(--dim)' },
} as const;
