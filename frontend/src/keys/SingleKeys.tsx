import { useSyncExternalStore } from 'react';
import { useTranslation } from '../i18n';
import { singleKeys } from './preference';
import css from './SingleKeys.module.css';

/** The switch for commands of a single key (WCAG 2.1.4). */
export function SingleKeys() {
  const { t } = useTranslation('label');
  const on = useSyncExternalStore(singleKeys.subscribe, singleKeys.get);
  return (
    <label className={css.switch}>
      <input type="checkbox" checked={on} onChange={(event) => singleKeys.set(event.currentTarget.checked)} />
      <span>
        {t('help.singleKeys')}
        <small>{t('help.singleKeysHelp')}</small>
      </span>
    </label>
  );
}
