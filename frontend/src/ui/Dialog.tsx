import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from '../i18n';
import css from './Dialog.module.css';
import { Icon } from './Icon';

/**
 * A modal dialogue or a drawer at the right edge. The browser's own <dialog> makes the rest of the page inert,
 * closes on Escape and gives the focus back. Mount it to open it; an element with `data-autofocus` gets the focus first.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  drawer?: boolean;
  wide?: boolean;
  /** As large as the screen allows. */
  full?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      element?.close();
      // The browser gives the focus back only where the opener is still there; else work goes on where it was.
      const lost = document.activeElement === document.body || document.activeElement === null;
      const there = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
      if (lost) (there ? opener : document.getElementById('main'))?.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key twin of a click on the backdrop
    <dialog
      ref={dialog}
      className={css.dialog}
      data-drawer={props.drawer || undefined}
      data-wide={props.wide || undefined}
      data-full={props.full || undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <div className={css.box}>
        <header className={css.head}>
          <h2 id={heading}>{props.title}</h2>
          <button type="button" className={css.close} aria-label={t('close')} onClick={props.onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className={css.body}>{props.children}</div>
      </div>
    </dialog>
  );
}
