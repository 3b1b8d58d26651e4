import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { confusedItems, useItemsAddress } from '../drill';
import type { Category, Question } from '../types';
import { optionTitle } from '../words';
import { AskAdjudicator } from './AskAdjudicator';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** More would be a carpet: those that are confused most are shown. */
const MOST = 12;

/** Which answers meet which: what lies off the diagonal are differences, and leads to their items. */
export function Confusion({ question, project }: { question: Question; project: string }) {
  const { t } = useTranslation('quality');
  const { categories = [], met = [], confused } = question.figures;
  const shown = mostConfused(met)
    .slice(0, MOST)
    .toSorted((one, other) => one - other);
  const at = (row: number, column: number): number => met[row]?.[column] ?? 0;
  const title = (place: number): string => optionTitle(question, categories[place] ?? '', t);
  const most = Math.max(
    1,
    ...shown.flatMap((row) => shown.map((column) => (row === column ? 0 : at(row, column)))),
  );
  return (
    <>
      <p className={css.evidence}>
        {confused
          ? t('confusion.says', {
              one: optionTitle(question, confused.categories[0], t),
              other: optionTitle(question, confused.categories[1], t),
              share: percent(confused.share),
            })
          : t('confusion.none')}
      </p>
      <Sideways label={`${t('confusion.title')}: ${question.title}`}>
        <table className={css.matrix}>
          <caption className="visually-hidden">{t('confusion.title')}</caption>
          <thead>
            <tr>
              <td />
              {shown.map((column) => (
                <th key={column} scope="col">
                  {title(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row}>
                <th scope="row">{title(row)}</th>
                {shown.map((column) => (
                  <Cell
                    key={column}
                    value={at(row, column)}
                    strength={row === column ? null : at(row, column) / most}
                    question={question}
                    project={project}
                    one={categories[row] ?? ''}
                    other={categories[column] ?? ''}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      {categories.length > MOST && <p className={css.evidence}>{t('confusion.cut', { count: MOST })}</p>}
      <AskAdjudicator project={project} ids={question.confused_items} />
    </>
  );
}

function Cell(props: {
  value: number;
  /** From 0 to 1; null on the diagonal, where people agree. */
  strength: number | null;
  question: Question;
  project: string;
  one: Category;
  other: Category;
}) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(props.project);
  const { value, strength, question, one, other } = props;
  const words = number(value, value % 1 ? 1 : 0);
  const to = strength ? address(confusedItems(question.question, one, other)) : null;
  return (
    <td data-same={strength === null || undefined} style={{ '--share': strength ?? 0 } as CSSProperties}>
      {to ? (
        <Link
          to={to}
          aria-label={t('confusion.cell', {
            count: words,
            one: optionTitle(question, one, t),
            other: optionTitle(question, other, t),
          })}
        >
          {words}
        </Link>
      ) : (
        words
      )}
    </td>
  );
}

/** Places of categories, those first that stand beside another one most often. */
function mostConfused(met: readonly (readonly number[])[]): number[] {
  const apart = met.map((row, at) =>
    row.reduce((sum, count, other) => (other === at ? sum : sum + count), 0),
  );
  return apart.map((_, at) => at).toSorted((one, other) => (apart[other] ?? 0) - (apart[one] ?? 0));
}
