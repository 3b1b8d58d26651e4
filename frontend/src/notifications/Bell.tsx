import { lazy, Suspense, useState } from 'react';
import type { Session } from '../app/session';
import { useTranslation } from '../i18n';
import { number } from '../i18n/format';
import { Icon } from '../ui/Icon';
import css from './Bell.module.css';
import { useUnread } from './calls';

const Drawer = lazy(() => import('./Drawer'));
const MOST = 99;

/** Says how much there is to read; everything else comes when it is opened. */
export function Bell({ session }: { session: Session }) {
  const { t } = useTranslation('common');
  const { slug } = session.organisation;
  const [open, setOpen] = useState(false);
  const unread = useUnread(slug);
  return (
    <>
      <button
        type="button"
        className={css.bell}
        aria-haspopup="dialog"
        aria-label={unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.title')}
        onClick={() => setOpen(true)}
      >
        <Icon name="bell" size={19} />
        {unread > 0 && (
          <span className={css.count} aria-hidden="true">
            {unread > MOST ? `${number(MOST)}+` : number(unread)}
          </span>
        )}
      </button>
      {open && (
        <Suspense>
          <Drawer session={session} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
