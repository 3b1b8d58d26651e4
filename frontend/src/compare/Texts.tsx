import { useState } from 'react';
import type { TextQuestion, TextValue } from '../api/types';
import { useTranslation } from '../i18n';
import { Diff } from '../text/Diff';
import { MarkdownText } from '../text/MarkdownText';
import { lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { Who } from './Who';

/** Nothing is compared: each text as it was written. */
const AS_WRITTEN = '';
/** What a corrected text began as. */
const GIVEN = 'given';

/** Texts beside each other; each can be compared word by word with one of them, or with what was to be corrected. */
export default function Texts(props: CompareProps & { question: TextQuestion }) {
  const { t } = useTranslation('review');
  const { row, annotators, question, action, onAnchor } = props;
  const given = question.edits ? row.target.text : '';
  const [against, setAgainst] = useState(given ? GIVEN : AS_WRITTEN);
  const textOf = (at: number): string | undefined => (row.values[at] as TextValue | undefined)?.text;
  const reference = against === GIVEN ? given : textOf(annotators.findIndex(({ id }) => id === against));
  return (
    <div className={css.stack}>
      {(given || annotators.length > 1) && (
        <label className={css.against}>
          {t('compare.against')}
          <select value={against} onChange={(event) => setAgainst(event.currentTarget.value)}>
            <option value={AS_WRITTEN}>{t('compare.asWritten')}</option>
            {given && <option value={GIVEN}>{t('compare.given')}</option>}
            {annotators.length > 1 &&
              annotators.map(({ id, number, name }) => (
                <option key={id} value={id}>
                  {number} · {name}
                </option>
              ))}
          </select>
        </label>
      )}
      <div className={css.texts}>
        {annotators.map((annotator, at) => {
          const text = textOf(at);
          const compared = against !== AS_WRITTEN && against !== annotator.id;
          return (
            <section
              key={annotator.id}
              className={css.written}
              data-person={lookOf(annotator.number)}
              data-judged={annotator.judged || undefined}
            >
              <Who annotator={annotator}>{text !== undefined && action?.(annotator)}</Who>
              {text === undefined ? (
                <p className={css.nothing}>{t('compare.nothing')}</p>
              ) : compared && reference !== undefined ? (
                <Diff before={reference} after={text} />
              ) : onAnchor && annotator.judged ? (
                <p
                  className={css.plainText}
                  dir="auto"
                  data-anchors={row.target.on}
                  data-question={question.name}
                >
                  {text}
                </p>
              ) : question.markdown ? (
                <MarkdownText source={text} />
              ) : (
                <p className={css.plainText} dir="auto">
                  {text}
                </p>
              )}
            </section>
          );
        })}
      </div>
    </div>
  );
}
