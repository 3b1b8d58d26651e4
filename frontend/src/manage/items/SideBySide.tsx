import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import type { Answer, AnswerValue, AssetView, Content, Form, TextQuestion } from '../../api';
import { compare, type Row, valueWords } from '../../compare/rows';
import { useTranslation } from '../../i18n';
import { loadKinds } from '../../questions/kinds';
import { ErrorState, Icon, Loading } from '../../ui';
import { Rich } from '../parts/Rich';
import own from './answers.module.css';
import { Conversation } from './Conversation';
import { DrawnRegions } from './Drawn';
import css from './items.module.css';
import { Marked } from './Marked';

const Diff = lazy(() => import('../../text/Diff').then(({ Diff }) => ({ default: Diff })));

/** Somebody's answers to an item, with the heading of their column. */
export type Column = {
  id: string;
  heading: ReactNode;
  answers: readonly Answer[];
  assets?: { readonly [id: string]: AssetView };
};

/** What each of several people (or models) answered, a row for each question and what it was asked about. */
export function SideBySide(props: {
  label: string;
  form: Form;
  content: Content;
  columns: readonly Column[];
}) {
  const { t } = useTranslation('manage');
  const { form, content, columns } = props;
  const kinds = useKinds(form);
  if (kinds.error) return <ErrorState error={kinds.error} retry={kinds.retry} />;
  if (!kinds.ready) return <Loading />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by the keyboard
    <div className={css.scroll} tabIndex={0} role="region" aria-label={props.label}>
      <table className={css.answers}>
        <thead>
          <tr>
            <th scope="col">{t('items.question')}</th>
            {columns.map(({ id, heading }) => (
              <th key={id} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compare(form, content, columns).map((row) => (
            <tr key={row.key} data-differ={row.differ || undefined}>
              <th scope="row">
                {row.title} <On row={row} />
                {row.differ && (
                  <span className={css.differ}>
                    <Icon name="alert" size={13} /> {t('items.differ')}
                  </span>
                )}
              </th>
              {columns.map(({ id, assets = {} }, at) => (
                <td key={id} className={isWide(row) ? own.wide : undefined}>
                  <Value row={row} value={row.values[at]} assets={assets} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the row is about: a response's letter, or the number of a message, turn or document. */
export function On({ row: { on, part } }: { row: Pick<Row, 'on' | 'part'> }) {
  const { t } = useTranslation('manage');
  if (!on) return null;
  const numbered = part === 'messages' || part === 'turns' || part === 'context';
  return <span className={css.letter}>{numbered ? t(`answers.on.${part}`, { number: on }) : on}</span>;
}

const isWide = ({ question }: Row): boolean =>
  question?.kind === 'spans' || question?.kind === 'regions' || question?.kind === 'dialogue';

/** One answer: drawn where it is about a place in a text or a picture, else in the words of its kind. */
function Value(props: {
  row: Row;
  value: AnswerValue | undefined;
  assets: { readonly [id: string]: AssetView };
}) {
  const { row, value, assets } = props;
  const { question, target } = row;
  if (!value) return <span className={own.nothing}>–</span>;
  if (question?.kind === 'dialogue' && 'turns' in value)
    return <Conversation question={question} value={value} assets={assets} />;
  if (question?.kind === 'spans' && 'spans' in value)
    return <Marked text={target.text} spans={value.spans} options={question.options} />;
  if (question?.kind === 'regions' && 'regions' in value)
    return (
      <DrawnRegions
        pictures={target.pictures}
        regions={value.regions}
        options={question.options}
        words={valueWords(value, row)}
      />
    );
  if (question?.kind === 'text' && 'text' in value)
    return <Written question={question} given={target.text} text={value.text} />;
  return valueWords(value, row);
}

/** A text that somebody wrote; where it corrects a given one, what was changed in it. */
function Written(props: { question: TextQuestion; given: string; text: string }) {
  const { question, given, text } = props;
  if (question.edits && given)
    return (
      <Suspense fallback={text}>
        <Diff before={given} after={text} />
      </Suspense>
    );
  return question.markdown ? <Rich source={text} /> : text;
}

/** The kinds of a form, fetched where they are not there yet. */
export function useKinds(form: Form): { ready: boolean; error: unknown; retry: () => void } {
  const [ready, setReady] = useState<Form | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try is another go at the same form
  useEffect(() => {
    let stale = false;
    loadKinds(form).then(
      () => !stale && setReady(form),
      (failed) => !stale && setError(failed),
    );
    return () => {
      stale = true;
    };
  }, [form, tries]);
  const retry = (): void => {
    setError(null);
    setTries(tries + 1);
  };
  return { ready: ready === form, error, retry };
}
