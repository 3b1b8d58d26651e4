import type { ReactNode } from 'react';
import type {
  ChoiceQuestion,
  ChoiceValue,
  PreferenceQuestion,
  PreferenceValue,
  RatingQuestion,
  RatingValue,
} from '../api/types';
import { useTranslation } from '../i18n';
import { pathOf } from '../questions/choice/rules';
import { Icon } from '../ui/Icon';
import type { Annotator } from './annotators';
import { lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { barOf, isAt, marksOf } from './scale';
import { Who } from './Who';

type Column = {
  key: string;
  title: ReactNode;
  /** Its name where the title is more than words. */
  name: string;
  /** Stands apart from the others. */
  apart?: boolean;
};
type MatrixRow = {
  annotator: Annotator;
  chosen: ReadonlySet<string>;
  bar?: ReadonlySet<string>;
  note?: string;
};

/** Above so many options only those that somebody chose are shown. */
const MOST = 10;

/** People down, options across: who chose what is seen at a glance, and so is who stands alone. */
function Matrix(props: {
  label: string;
  columns: readonly Column[];
  rows: readonly MatrixRow[];
  /** The words for a person who gave no answer. */
  action: CompareProps['action'];
}) {
  const { t } = useTranslation('review');
  const { columns, rows } = props;
  const noted = rows.some(({ note }) => note);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
    <div className={css.scroll} tabIndex={0} role="group" aria-label={props.label} data-scrolls="">
      <table className={css.matrix}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('compare.person')}</span>
            </th>
            {columns.map(({ key, title, apart }) => (
              <th key={key} scope="col" data-apart={apart || undefined}>
                {title}
              </th>
            ))}
            {noted && (
              <th scope="col" className={css.noteHead}>
                {t('compare.inWords')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ annotator, chosen, bar, note }) => (
            <tr
              key={annotator.id}
              data-person={lookOf(annotator.number)}
              data-judged={annotator.judged || undefined}
            >
              <th scope="row">
                <Who annotator={annotator}>
                  {chosen.size > 0 || note ? (
                    props.action?.(annotator)
                  ) : (
                    <span className={css.nothing}>{t('compare.nothing')}</span>
                  )}
                </Who>
              </th>
              {columns.map(({ key, name, apart }) => (
                <td
                  key={key}
                  data-apart={apart || undefined}
                  data-chosen={chosen.has(key) || undefined}
                  data-bar={bar?.has(key) || undefined}
                >
                  {chosen.has(key) && (
                    <span className={css.chosen}>
                      <Icon name="check" size={15} />
                      <span className="visually-hidden">{name}</span>
                    </span>
                  )}
                </td>
              ))}
              {noted && (
                <td className={css.note} dir="auto">
                  {note}
                </td>
              )}
            </tr>
          ))}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t('compare.together')}</th>
              {columns.map(({ key, apart }) => {
                const count = rows.filter(({ chosen }) => chosen.has(key)).length;
                return (
                  <td key={key} data-apart={apart || undefined} data-none={count === 0 || undefined}>
                    {count}
                  </td>
                );
              })}
              {noted && <td />}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

export function ChoiceTable({
  row,
  annotators,
  action,
  question,
}: CompareProps & { question: ChoiceQuestion }) {
  const { t } = useTranslation('review');
  const values = row.values as (ChoiceValue | undefined)[];
  const picked = new Set(values.flatMap((value) => value?.choices ?? []));
  const few = question.options.length <= MOST;
  const columns: Column[] = [
    ...question.options
      .filter(({ value }) => few || picked.has(value))
      .map(({ value }) => {
        const name = pathOf(question, value);
        return { key: `option ${value}`, title: name, name };
      }),
    ...(values.some((value) => value?.unsure)
      ? [{ key: 'unsure', title: t('compare.unsure'), name: t('compare.unsure'), apart: true }]
      : []),
  ];
  return (
    <>
      <Matrix
        label={row.title}
        columns={columns}
        action={action}
        rows={annotators.map((annotator, at) => ({
          annotator,
          chosen: new Set([
            ...(values[at]?.choices ?? []).map((choice) => `option ${choice}`),
            ...(values[at]?.unsure ? ['unsure'] : []),
          ]),
          note: values[at]?.other ?? '',
        }))}
      />
      {!few && (
        <p className={css.small}>
          {t('compare.onlyChosen', { shown: picked.size, count: question.options.length })}
        </p>
      )}
    </>
  );
}

export function RatingTable({
  row,
  annotators,
  action,
  question,
}: CompareProps & { question: RatingQuestion }) {
  const values = row.values as (RatingValue | undefined)[];
  return (
    <Matrix
      label={row.title}
      action={action}
      columns={question.options.map(({ value, title }) => ({
        key: String(value),
        name: [value, title].join(' '),
        title: (
          <>
            <strong>{value}</strong>
            {title !== String(value) && <small>{title}</small>}
          </>
        ),
      }))}
      rows={annotators.map((annotator, at) => {
        const rating = values[at]?.rating;
        return { annotator, chosen: new Set(rating === undefined ? [] : [String(rating)]) };
      })}
    />
  );
}

export function PreferenceTable(props: CompareProps & { question: PreferenceQuestion }) {
  const { t } = useTranslation(['review', 'label']);
  const { row, annotators, question } = props;
  const { responses } = row.target;
  const marks = marksOf(question);
  const values = row.values as (PreferenceValue | undefined)[];
  return (
    <Matrix
      label={row.title}
      action={props.action}
      columns={marks.map(({ key, step, reason }) => {
        const name = reason
          ? t(reason === 'tie' ? 'label:preference.tie' : 'label:preference.bothBad')
          : (step?.title ?? '');
        const letter = step ? (responses[step.side]?.letter ?? '?') : '';
        return {
          key,
          apart: reason === 'both_bad',
          name: letter ? `${letter} ${name}` : name,
          title: (
            <>
              {letter && <strong>{letter}</strong>}
              <small>{name}</small>
            </>
          ),
        };
      })}
      rows={annotators.map((annotator, at) => {
        const value = values[at];
        return {
          annotator,
          chosen: new Set(
            value ? marks.filter((mark) => isAt(value, mark, responses)).map(({ key }) => key) : [],
          ),
          bar: value ? barOf(question, value, responses) : new Set<string>(),
        };
      })}
    />
  );
}
