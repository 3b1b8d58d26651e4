import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { signInUrl, useSignedOut } from '../api/signedOut';
import { useTranslation } from '../i18n';
import { Icon, type IconName } from '../ui/Icon';
import css from './Banners.module.css';
import type { LeaseState } from './lease';
import { parts } from './parts';
import type { FedItem, Workbench } from './workbench';

const ReturnedNote = lazy(() => import('../review/ReturnedNote'));
const NotAccepted = lazy(() => parts.refused().then((part) => ({ default: part.NotAccepted })));

/** What the annotator must know now: the lease, the network, the sign-in, answers that were not accepted. */
export function Banners({
  bench,
  lease,
  offline,
  current,
}: {
  bench: Workbench;
  lease: LeaseState;
  offline: boolean;
  /** The item on the screen, which may have come back to the person. */
  current: FedItem | undefined;
}) {
  const { t } = useTranslation('label');
  const outbox = useSyncExternalStore(bench.outbox.state.subscribe, bench.outbox.state.get);
  const signedOut = useSignedOut();
  const [listOpen, setListOpen] = useState(false);
  return (
    <>
      {current?.assignment.returned && (
        <Suspense>
          <ReturnedNote key={current.id} current={current} />
        </Suspense>
      )}
      {lease.phase === 'ends' && (
        <Banner
          icon="clock"
          action={
            <button type="button" onClick={lease.renew}>
              {t('lease.keep')}
            </button>
          }
        >
          {t('lease.ends')}
        </Banner>
      )}
      {lease.phase === 'lost' && <Banner icon="clock">{t('lease.lost')}</Banner>}
      {outbox.signedOut && !signedOut ? (
        <Banner icon="alert" action={<a href={signInUrl()}>{t('outbox.signIn')}</a>}>
          {t('outbox.signedOut', { count: outbox.waiting.length })}
        </Banner>
      ) : (
        (outbox.stuck || offline) &&
        !signedOut && (
          <Banner
            icon="cloudOff"
            action={
              <button type="button" onClick={() => void bench.outbox.flush()}>
                {t('outbox.tryNow')}
              </button>
            }
          >
            {outbox.waiting.length > 0
              ? t('outbox.stuck', { count: outbox.waiting.length })
              : t('outbox.offline')}
          </Banner>
        )
      )}
      {outbox.refused.length > 0 && (
        <Banner
          icon="alert"
          bad
          action={
            <button type="button" onClick={() => setListOpen(true)}>
              {t('refused.see')}
            </button>
          }
        >
          {t('refused.banner', { count: outbox.refused.length })}
        </Banner>
      )}
      {listOpen && (
        <Suspense>
          <NotAccepted outbox={bench.outbox} onClose={() => setListOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function Banner(props: {
  icon: IconName;
  bad?: boolean;
  action?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <div className={css.banner} role="status" data-bad={props.bad || undefined}>
      <Icon name={props.icon} size={17} />
      <span>{props.children}</span>
      {props.action}
    </div>
  );
}
