import { lazy, Suspense, useState } from 'react';
import type { TextQuestion, TextValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { MarkdownText } from '../../text/MarkdownText';
import type { FieldProps } from '../kind';
import css from './Field.module.css';
import { gap, isEmpty, lengthOf, SAME_KEY } from './rules';

// Comparing comes with the first look at differences, and not with the screen.
const Diff = lazy(() => import('../../text/Diff').then((module) => ({ default: module.Diff })));

type View = 'write' | 'preview' | 'differences';
type Props = FieldProps<TextQuestion, TextValue>;

export function Field(props: Props) {
  const { question, value, onChange, id } = props;
  const [view, setView] = useState<View>('write');
  const original = question.edits ? props.target.text : '';
  const text = value?.text ?? original;
  const problem = value && !isEmpty(value) ? gap(question, value) : null;
  const toggle = (wanted: View) => setView(view === wanted ? 'write' : wanted);
  return (
    <div className={css.field}>
      {view === 'write' && (
        <textarea
          id={`${id}-text`}
          className={css.area}
          data-write
          dir="auto"
          rows={3}
          value={text}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-count`}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => {
            const { value: typed } = event.currentTarget;
            onChange(typed || question.edits ? { text: typed } : undefined);
          }}
        />
      )}
      {view !== 'write' && (
        <div className={css.preview}>
          {view === 'preview' ? (
            <MarkdownText source={text} lines="kept" />
          ) : (
            <Suspense>
              <Diff before={original} after={text} />
            </Suspense>
          )}
        </div>
      )}
      <div className={css.foot}>
        <Length {...props} text={text} />
        <Views {...props} view={view} onToggle={toggle} />
      </div>
      {question.edits && <Same {...props} original={original} />}
    </div>
  );
}

/** How long the text is, and how much is missing or too much. */
function Length({ question, value, text, id }: Props & { text: string }) {
  const { t } = useTranslation('label');
  const length = lengthOf(text);
  const problem = value && !isEmpty(value) ? gap(question, value) : null;
  const most = question.max_length ?? 100_000;
  const words = () => {
    if (problem?.reason === 'short') return t('text.missing', { count: problem.by });
    if (problem?.reason === 'long') return t('text.tooLong', { count: problem.by });
    if (length > most * 0.8) return t('text.left', { count: most - length });
    if (length > 0) return t('text.length', { count: length });
    return question.min_length ? t('text.atLeast', { count: question.min_length }) : '';
  };
  return (
    <span id={`${id}-count`} data-bad={problem?.reason === 'long' || undefined}>
      {words()}
    </span>
  );
}

function Views({ question, view, onToggle }: Props & { view: View; onToggle: (view: View) => void }) {
  const { t } = useTranslation('label');
  const views = [
    ...(question.edits ? [{ name: 'differences', title: t('edits.differences') } as const] : []),
    ...(question.markdown ? [{ name: 'preview', title: t('text.preview') } as const] : []),
  ];
  return (
    <span>
      {views.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className={css.toggle}
          aria-pressed={view === name}
          onClick={() => onToggle(name)}
        >
          {title}
        </button>
      ))}
    </span>
  );
}

/** That there is nothing to correct is an answer of its own; a text that was changed can be taken back. */
function Same({ value, onChange, original }: Props & { original: string }) {
  const { t } = useTranslation('label');
  const same = value?.text === original;
  if (value && !same)
    return (
      <div className={css.same}>
        <span>{t('edits.changed')}</span>
        <button type="button" className={css.toggle} onClick={() => onChange(undefined)}>
          {t('edits.back')}
        </button>
      </div>
    );
  return (
    <div className={css.same}>
      <button
        type="button"
        className={css.choice}
        aria-pressed={same}
        onClick={() => onChange(same ? undefined : { text: original })}
      >
        {t('edits.same')}
        <kbd aria-hidden>{SAME_KEY}</kbd>
      </button>
    </div>
  );
}
