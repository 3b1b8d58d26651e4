import { useState } from 'react';
import type { TextQuestion, TextValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { MarkdownText } from '../../text/MarkdownText';
import type { FieldProps } from '../kind';
import css from './Field.module.css';
import { gap, isEmpty, lengthOf } from './rules';

export function Field({ question, value, onChange, id }: FieldProps<TextQuestion, TextValue>) {
  const { t } = useTranslation('label');
  const [preview, setPreview] = useState(false);
  const text = value?.text ?? '';
  const length = lengthOf(text);
  const problem = value && !isEmpty(value) ? gap(question, value) : null;
  const most = question.max_length ?? 100_000;
  const nearEnd = length > most * 0.8;
  return (
    <div className={css.field}>
      {preview ? (
        <div className={css.preview}>
          <MarkdownText source={text} lines="kept" />
        </div>
      ) : (
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
          onChange={(event) =>
            onChange(event.currentTarget.value ? { text: event.currentTarget.value } : undefined)
          }
        />
      )}
      <div className={css.foot}>
        <span id={`${id}-count`} data-bad={problem?.reason === 'long' || undefined}>
          {problem?.reason === 'short'
            ? t('text.missing', { count: problem.by })
            : problem?.reason === 'long'
              ? t('text.tooLong', { count: problem.by })
              : nearEnd
                ? t('text.left', { count: most - length })
                : length > 0
                  ? t('text.length', { count: length })
                  : question.min_length
                    ? t('text.atLeast', { count: question.min_length })
                    : ''}
        </span>
        {question.markdown && (
          <button
            type="button"
            className={css.toggle}
            aria-pressed={preview}
            onClick={() => setPreview(!preview)}
          >
            {t('text.preview')}
          </button>
        )}
      </div>
    </div>
  );
}
