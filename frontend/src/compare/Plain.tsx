import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { valueWords } from './rows';
import { Who } from './Who';

/** In words, for questions that are gone from the form. */
export function Plain({ row, annotators, action }: CompareProps) {
  return (
    <dl className={css.plain}>
      {annotators.map((annotator, at) => {
        const value = row.values[at];
        return (
          <div key={annotator.id}>
            <dt>
              <Who annotator={annotator}>{value && action?.(annotator)}</Who>
            </dt>
            <dd dir="auto">{value ? valueWords(value, row) : '–'}</dd>
          </div>
        );
      })}
    </dl>
  );
}
