import { useTranslation } from '../i18n';
import { KeyHint } from '../keys/Keys';
import { Icon } from '../ui/Icon';
import css from './review.module.css';

/** Beside what is selected: says something about it. */
export function RemarkButton({ at, onClick }: { at: { x: number; y: number }; onClick: () => void }) {
  const { t } = useTranslation('review');
  return (
    <button
      type="button"
      className={css.floating}
      style={{ left: Math.min(at.x, innerWidth - 150), top: Math.min(at.y + 6, innerHeight - 48) }}
      // The selection must outlive the press.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onClick}
      aria-label={t('remark.selected')}
    >
      <Icon name="comment" size={15} />
      {t('remark.add')}
      <KeyHint command="judgeRemark" />
    </button>
  );
}
