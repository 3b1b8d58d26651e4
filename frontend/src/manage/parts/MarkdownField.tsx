import { Textarea } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from '../../i18n';
import css from './MarkdownField.module.css';
import { Rich } from './Rich';

/** Markdown on the left, what it becomes on the right (below it on a narrow screen). */
export function MarkdownField(props: {
  label: string;
  help?: string;
  value: string;
  error?: string | undefined;
  rows?: number;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation('manage');
  const preview = useId();
  return (
    <div className={css.pair}>
      <Textarea
        label={props.label}
        description={props.help}
        value={props.value}
        error={props.error}
        rows={props.rows ?? 18}
        classNames={{ input: css.source ?? '' }}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <div className={css.preview}>
        <h3 id={preview}>{t('guidelines.preview')}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
        <div className={css.rendered} tabIndex={0} role="region" aria-labelledby={preview}>
          {props.value.trim() ? (
            <Rich source={props.value} />
          ) : (
            <p className={css.empty}>{t('guidelines.empty')}</p>
          )}
        </div>
      </div>
    </div>
  );
}
