import type { ReactNode } from 'react';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { Modal } from './Modal';
import css from './parts.module.css';

/** Asks before something that can't be taken back. The safe answer has the focus. */
export function Confirm(props: {
  title: string;
  action: string;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  return (
    <Modal title={props.title} onClose={props.onClose}>
      <div className={css.stack}>
        <div>{props.children}</div>
        {props.error ? <Notice kind="bad">{asProblem(props.error).message}</Notice> : null}
        <div className={css.foot}>
          <Button kind="default" data-autofocus onClick={props.onClose}>
            {t('cancel')}
          </Button>
          <button
            type="button"
            className={css.danger}
            aria-busy={props.pending || undefined}
            disabled={props.pending}
            onClick={props.onConfirm}
          >
            {props.action}
          </button>
        </div>
      </div>
    </Modal>
  );
}
