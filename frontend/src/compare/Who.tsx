import './people.css';
import type { ReactNode } from 'react';
import type { Annotator } from './annotators';
import { lookOf } from './annotators';
import css from './compare.module.css';

/** The number of a person in their colour. `quiet`: the name stands beside it. */
export function Badge({
  annotator,
  quiet,
}: {
  annotator: Pick<Annotator, 'number' | 'name'>;
  quiet?: boolean;
}) {
  return (
    <span className={css.badge} data-person={lookOf(annotator.number)} title={annotator.name}>
      <span aria-hidden>{annotator.number}</span>
      {!quiet && <span className="visually-hidden">{annotator.name}</span>}
    </span>
  );
}

/** A person as the heading of a column or row; `children` is what can be done with their answer. */
export function Who({ annotator, children }: { annotator: Annotator; children?: ReactNode }) {
  return (
    <span className={css.who} data-judged={annotator.judged || undefined}>
      <Badge annotator={annotator} quiet />
      <span className={css.name} dir="auto">
        {annotator.name}
      </span>
      {children}
    </span>
  );
}
