import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../keys/Keys';
import { Icon } from '../ui/Icon';
import css from './ActionBar.module.css';
import type { Open } from './LabelScreen';

/** What can be done with the item: submit it, skip it, read the guidelines, see the keys. */
export const ActionBar = memo(function ActionBar(props: {
  onSubmit: () => void;
  onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation('label');
  return (
    <div className={css.bar}>
      <button type="button" className={css.submit} onClick={props.onSubmit} data-submit>
        {t('submit')}
        <kbd aria-hidden>↵</kbd>
      </button>
      <button
        type="button"
        className={css.button}
        onClick={() => props.onOpen('skip')}
        title={t('keys.skip')}
      >
        <Icon name="skip" size={16} />
        {t('skip.button')}
      </button>
      <button
        type="button"
        className={css.icon}
        onClick={() => props.onOpen('guidelines')}
        aria-label={t('guidelines.title')}
        title={t('guidelines.title')}
      >
        <Icon name="book" size={17} />
        <KeyHint command="guidelines" />
      </button>
      <button
        type="button"
        className={css.icon}
        onClick={() => props.onOpen('help')}
        aria-label={t('help.title')}
        title={t('help.title')}
      >
        <Icon name="keyboard" size={17} />
        <KeyHint command="help" />
      </button>
    </div>
  );
});
