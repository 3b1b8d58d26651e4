import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import css from './review.module.css';

/** Asks before work is thrown away; the safe answer has the focus. */
export default function ConfirmReject({
  onClose,
  onConfirm,
}: {
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation(['review', 'common']);
  return (
    <Dialog title={t('judge.confirm.title')} onClose={onClose}>
      <p>{t('judge.confirm.text')}</p>
      <div className={css.foot}>
        <Button kind="default" data-autofocus onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <button type="button" className={css.send} data-final onClick={onConfirm}>
          {t('judge.confirm.yes')}
        </button>
      </div>
    </Dialog>
  );
}
