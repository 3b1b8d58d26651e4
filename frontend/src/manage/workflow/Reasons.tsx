import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Icon } from '../../ui';
import css from '../parts/parts.module.css';
import { reasonWords } from './summary';
import own from './workflow.module.css';

const LONGEST = 60;

/** The reasons that reviewers or adjudicators choose from. */
export function Reasons(props: {
  title: string;
  help: string;
  /** Those that come with the product. */
  usual: readonly string[];
  reasons: readonly string[];
  error?: string | undefined;
  onChange: (reasons: string[]) => void;
}) {
  const { t } = useTranslation('workflow');
  const { usual, reasons, onChange } = props;
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const left = usual.filter((reason) => !reasons.includes(reason));
  const add = (): void => {
    if (!text || reasons.includes(text)) return;
    onChange([...reasons, text]);
    setTyped('');
  };
  return (
    <fieldset className={own.reasons}>
      <legend>{props.title}</legend>
      <p className={css.small}>{props.help}</p>
      <ul className={own.chips}>
        {reasons.map((reason) => (
          <li key={reason}>
            {reasonWords(reason, t)}
            <button
              type="button"
              aria-label={t('reasons.without', { reason: reasonWords(reason, t) })}
              onClick={() => onChange(reasons.filter((each) => each !== reason))}
            >
              <Icon name="close" size={13} />
            </button>
          </li>
        ))}
      </ul>
      <div className={own.add}>
        <TextInput
          aria-label={t('reasons.own', { title: props.title })}
          placeholder={t('reasons.placeholder')}
          maxLength={LONGEST}
          value={typed}
          error={props.error}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter adds the reason; it does not save the page.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Button kind="default" disabled={!text} onClick={add}>
          {t('reasons.add')}
        </Button>
        {left.length > 0 && (
          <Button kind="default" onClick={() => onChange([...reasons, ...left])}>
            {t('reasons.usual')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
