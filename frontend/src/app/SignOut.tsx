import { useEffect, useRef, useState } from 'react';
import { csrfToken } from '../api/client';
import type { Me } from '../api/types';
import { useTranslation } from '../i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Loading } from '../ui/States';
import { eraseTraces, sendWaiting } from './leave';
import css from './SignOut.module.css';

/** Signing out: what waits is sent first, then nothing of the person stays at this machine. */
export default function SignOut({ me, onStay }: { me: Me; onStay: () => void }) {
  const { t } = useTranslation('common');
  const form = useRef<HTMLFormElement>(null);
  const [unsent, setUnsent] = useState<number | null>(null);
  const leave = async () => {
    await eraseTraces(me.user.id);
    form.current?.submit();
  };
  const begun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: signing out begins once
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void sendWaiting(me).then((left) => (left === 0 ? leave() : setUnsent(left)));
  }, []);
  return (
    <>
      <form ref={form} method="post" action="/accounts/logout/" hidden>
        <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken() || me.csrf_token} />
      </form>
      <Dialog title={t('user.signOut')} onClose={onStay}>
        {unsent === null ? (
          <>
            <p>{t('signOut.sending')}</p>
            <Loading />
          </>
        ) : (
          <>
            <p>{t('signOut.unsent', { count: unsent })}</p>
            <p className={css.choice}>
              <Button onClick={onStay}>{t('signOut.stay')}</Button>
              <Button kind="default" onClick={() => void leave()}>
                {t('signOut.leave', { count: unsent })}
              </Button>
            </p>
          </>
        )}
      </Dialog>
    </>
  );
}
