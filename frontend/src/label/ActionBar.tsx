import { memo } from 'react';
import { useTranslation } from '../i18n';
import { Caps } from '../keys/Keys';
import { Icon } from '../ui/Icon';
import css from './ActionBar.module.css';
import type { Open } from './open';

/** What can be done with the item: submit it, skip it, read the guidelines, see the keys. */
export const ActionBar = memo(function ActionBar(props: {
  /** Whether Enter makes a new line, because all there is to do is to write. */
  writing: boolean;
  onSubmit: () => void;
  onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation('label');
  return (
    <div className={css.bar}>
      <button type="button" className={css.submit} onClick={props.onSubmit} data-submit>
        {t('submit')}
        {props.writing ? <Caps chord="Mod+Enter" /> : <kbd aria-hidden>↵</kbd>}
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
        title={`${t('guidelines.title')} (G)`}
      >
        <Icon name="book" size={17} />
      </button>
      <button
        type="button"
        className={css.icon}
        onClick={() => props.onOpen('help')}
        aria-label={t('help.title')}
        title={`${t('help.title')} (?)`}
      >
        <Icon name="keyboard" size={17} />
      </button>
    </div>
  );
});
