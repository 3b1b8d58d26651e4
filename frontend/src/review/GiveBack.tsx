import { useState } from 'react';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import css from './review.module.css';

/** Somebody else shall decide. */
export default function GiveBack(props: { onClose: () => void; onGiveBack: (reason: string) => void }) {
  const { t } = useTranslation(['review', 'common']);
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('skip.title')} onClose={props.onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          props.onGiveBack(reason.trim());
        }}
      >
        <p>{t('skip.help')}</p>
        <label className={css.words}>
          <span>{t('skip.reason')}</span>
          <textarea
            data-autofocus
            rows={3}
            dir="auto"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        <div className={css.foot}>
          <Button type="submit">{t('skip.yes')}</Button>
          <Button kind="default" onClick={props.onClose}>
            {t('common:cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
