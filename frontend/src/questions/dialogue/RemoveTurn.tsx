import { useTranslation } from '../../i18n';
import { Icon } from '../../ui/Icon';
import css from './Dialogue.module.css';

/** Takes a turn out of the dialogue. */
export function RemoveTurn({ number, onRemove }: { number: number; onRemove: () => void }) {
  const { t } = useTranslation('label');
  const name = t('dialogue.removeTurn', { number });
  return (
    <button type="button" className={css.icon} aria-label={name} title={name} onClick={onRemove}>
      <Icon name="trash" size={15} />
    </button>
  );
}
