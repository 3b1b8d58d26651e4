import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../../api';
import { Button, Dialog, Notice } from '../../ui';
import { useFirstFocus } from './firstFocus';
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
  const first = useFirstFocus<HTMLDivElement>();
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div className={css.stack}>
        <div>{props.children}</div>
        {props.error ? <Notice kind="bad">{asProblem(props.error).message}</Notice> : null}
        <div ref={first} className={css.foot}>
          <Button kind="default" onClick={props.onClose}>
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
    </Dialog>
  );
}
