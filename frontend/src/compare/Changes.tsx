import { lazy, Suspense } from 'react';
import type { Answer, AnswerValue, Content, Form } from '../api/types';
import { useTranslation } from '../i18n';
import css from './compare.module.css';
import { compare, type Row, valueWords } from './rows';

const Diff = lazy(() => import('../text/Diff').then(({ Diff }) => ({ default: Diff })));

type Version = readonly Answer[];

/** Two versions of the same answers: only what became of what, texts word by word. The form's kinds must be there. */
export function Changes(props: { form: Form; content: Content; before: Version; after: Version }) {
  const { t } = useTranslation('review');
  const rows = compare(props.form, props.content, [
    { answers: props.before },
    { answers: props.after },
  ]).filter(({ values: [before, after] }) => JSON.stringify(before) !== JSON.stringify(after));
  if (rows.length === 0) return <p className={css.nothing}>{t('correct.none')}</p>;
  return (
    <dl className={css.changes}>
      {rows.map((row) => (
        <div key={row.key}>
          <dt>
            {row.title}
            {row.on && ` · ${row.on}`}
          </dt>
          <dd>
            <Changed row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Changed({ row }: { row: Row }) {
  const { t } = useTranslation('review');
  const [before, after] = row.values;
  const [was, is] = [wordsOf(before, row), wordsOf(after, row)];
  if ((before && 'text' in before) || (after && 'text' in after))
    return (
      <Suspense fallback={is}>
        <Diff before={was} after={is} />
      </Suspense>
    );
  // Shapes and marks may move without their words telling it.
  const told = was !== is;
  return (
    <p className={css.changed} dir="auto">
      <del>
        <span className="visually-hidden">{t('correct.before')}: </span>
        {was || t('correct.nothing')}
      </del>
      <span aria-hidden>→</span>
      <ins>
        <span className="visually-hidden">{t('correct.after')}: </span>
        {is || t('correct.nothing')}
        {!told && ` (${t('correct.moved')})`}
      </ins>
    </p>
  );
}

const wordsOf = (value: AnswerValue | undefined, row: Row): string => (value ? valueWords(value, row) : '');
