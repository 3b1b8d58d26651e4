import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import { useCommands } from '../keys/useCommands';
import { Button, ButtonLink } from '../ui/Button';
import { EmptyState } from '../ui/States';
import { parts } from './parts';
import { useTakeBack } from './takingBack';
import { useToday } from './today';
import { waiting as reason, type Waiting } from './waiting';
import type { LabelFeed, Workbench } from './workbench';

const Because = lazy(parts.because);
const LOOK_AGAIN = 20_000;
/** A reason that is not just that everything is done. */
type Why = Waiting & { because: Exclude<Waiting['because'], 'nothing_left'> };

/** Nothing is left, or nothing has come yet; looks again by itself while somebody is watching. */
export function NothingToDo({
  bench,
  feed,
  project,
}: {
  bench: Workbench;
  feed: LabelFeed;
  project: string | null;
}) {
  const { t } = useTranslation('label');
  const { organisation } = useSession();
  const today = useToday(organisation.slug);
  const { waiting } = useSyncExternalStore(bench.outbox.state.subscribe, bench.outbox.state.get);
  const why = useSyncExternalStore(reason.subscribe, reason.get);
  const kept = why && why.because !== 'nothing_left' ? { ...why, because: why.because } : null;
  const takeBack = useTakeBack(bench, feed);
  useCommands(true, { takeBack: () => void takeBack() }, () => false);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void feed.fill();
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [feed]);
  return (
    <main id="main">
      <EmptyState
        icon={kept ? 'pause' : 'check'}
        title={kept ? t(`waiting.${kept.because}`) : t(today.count > 0 ? 'empty.done' : 'empty.none')}
        action={
          <>
            <Button onClick={() => void feed.fill()}>{t('empty.again')}</Button>
            {today.count > 0 && (
              <Button kind="default" icon="undo" onClick={takeBack}>
                {t('takeBack.button')}
              </Button>
            )}
            {project && (
              <ButtonLink kind="default" to={`/${organisation.slug}/work`}>
                {t('empty.elsewhere')}
              </ButtonLink>
            )}
            <ButtonLink kind="default" to={`/${organisation.slug}/work/recent`}>
              {t('recent.title')}
            </ButtonLink>
          </>
        }
      >
        {kept ? (
          <Kept why={kept} />
        ) : today.count > 0 ? (
          t('empty.doneHelp', { count: today.count })
        ) : (
          t('empty.noneHelp')
        )}
        {waiting.length > 0 && <p>{t('outbox.waiting', { count: waiting.length })}</p>}
      </EmptyState>
    </main>
  );
}

/** What keeps the person from work that may well be there, in the managers' own words where they gave some. */
function Kept({ why: { because, detail, reason } }: { why: Why }) {
  const { t } = useTranslation('label');
  return (
    <>
      {reason ? (
        <Suspense>
          <Because reason={reason} />
        </Suspense>
      ) : (
        detail && (
          <p dir="auto">
            <q>{detail}</q>
          </p>
        )
      )}
      <p>{t(`waitingHelp.${because}`)}</p>
    </>
  );
}
