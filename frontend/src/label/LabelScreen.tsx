import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import type { PlaceGap } from '../questions/form';
import { useTitle } from '../ui/Page';
import { ErrorState, Loading } from '../ui/States';
import { ActionBar } from './ActionBar';
import { Banners } from './Banners';
import { finish } from './finish';
import { useUnreadGuidelines } from './guidelinesSeen';
import { useCommandsFor } from './itemCommands';
import css from './LabelScreen.module.css';
import { useLease } from './lease';
import { measureNextItem } from './measure';
import { NothingToDo } from './NothingToDo';
import type { Open } from './open';
import { Slots } from './Slots';
import { WorkHeader } from './WorkHeader';
import { type FedItem, type LabelFeed, type Workbench, workbenchOf } from './workbench';

const HelpDialog = lazy(() => import('../keys/HelpDialog'));
const SkipDialog = lazy(() => import('./SkipDialog'));
const ZoomDialog = lazy(() => import('./ZoomDialog'));
const Guidelines = lazy(() => import('./Guidelines'));

/** The screen where annotators spend their day. `project` null means: whatever is needed next, in any project. */
export function LabelScreen({ project }: { project: string | null }) {
  const { me, organisation } = useSession();
  const bench = workbenchOf({ user: me.user.id, organisation: organisation.slug });
  const feed = useFeed(bench, project);
  return feed ? <Working key={project} bench={bench} feed={feed} project={project} /> : <Loading />;
}

function useFeed(bench: Workbench, project: string | null): LabelFeed | null {
  const [feed, setFeed] = useState<LabelFeed | null>(null);
  useEffect(() => {
    const opened = bench.feedOf(project);
    setFeed(opened);
    void opened.fill();
    return () => opened.close();
  }, [bench, project]);
  return feed;
}

function Working({ bench, feed, project }: { bench: Workbench; feed: LabelFeed; project: string | null }) {
  const { t } = useTranslation('label');
  const { items, phase, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get);
  const current = items[0];
  useTitle(current?.assignment.project.name ?? t('title'));
  const lease = useLease(feed);
  return (
    <div className={css.screen}>
      <WorkHeader bench={bench} project={project} current={current} />
      <Banners bench={bench} lease={lease} offline={problem?.offline ?? false} />
      {current ? (
        <Desk bench={bench} feed={feed} items={items} />
      ) : problem && !problem.offline ? (
        <ErrorState error={problem} retry={() => void feed.fill()} />
      ) : phase === 'empty' ? (
        <NothingToDo bench={bench} feed={feed} project={project} />
      ) : (
        <Loading label={t('fetching')} />
      )}
    </div>
  );
}

/** The current item with everything that acts on it, and the next one under it. */
function Desk({ bench, feed, items }: { bench: Workbench; feed: LabelFeed; items: readonly FedItem[] }) {
  const { t } = useTranslation('label');
  const [open, setOpen] = useState<Open>(null);
  const [said, setSaid] = useState({ words: '', count: 0 });
  const say = useCallback((words: string) => setSaid(({ count }) => ({ words, count: count + 1 })), []);
  const current = items[0] as FedItem;
  const close = useCallback(() => setOpen(null), []);
  useUnreadGuidelines(bench, current, open, setOpen);
  const zoom = useCallback((handle: string) => setOpen({ zoom: handle }), []);

  const leave = useCallback(
    (verb: 'submit' | 'skip', reason = '') => {
      const done = feed.current();
      if (!done) return;
      finish(bench, done, verb, reason);
      setOpen((now) => (now === 'guidelines' ? now : null));
      measureNextItem();
      flushSync(() => feed.next());
    },
    [bench, feed],
  );
  const submit = useCallback(() => {
    const done = feed.current();
    const gap = done?.item.seekGap();
    if (done && gap) say(gapWords(t, gap));
    else {
      say(t('submitted'));
      leave('submit');
    }
  }, [feed, leave, say, t]);
  useCommandsFor(current, open, setOpen, submit);

  const label = t('itemOf', { project: current.assignment.project.name });
  const bar = useCallback(
    (writing: boolean) => <ActionBar writing={writing} onSubmit={submit} onOpen={setOpen} />,
    [submit],
  );
  return (
    <div className={css.desk}>
      {open === 'guidelines' && (
        <Suspense>
          <Guidelines source={current.assignment.guidelines} onClose={close} />
        </Suspense>
      )}
      <div className={css.stack}>
        <Slots items={items} label={label} bar={bar} onZoom={zoom} />
      </div>
      <p className="visually-hidden" role="status">
        {/* A new element each time, so that the same words are read out again. */}
        <span key={said.count}>{said.words}</span>
      </p>
      <Suspense>
        {open === 'help' && <HelpDialog onClose={close} />}
        {open === 'skip' && <SkipDialog onClose={close} onSkip={(reason) => leave('skip', reason)} />}
        {open !== null && typeof open === 'object' && (
          <ZoomDialog pictures={current.pictures} first={open.zoom} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}

/** A gap in words, for those who cannot see the marked question. */
function gapWords(
  t: ReturnType<typeof useTranslation<'label'>>['t'],
  { question, target, gap }: PlaceGap,
): string {
  const words =
    gap.reason === 'short' || gap.reason === 'long'
      ? t(`gap.${gap.reason}`, { count: gap.by })
      : t(`gap.${gap.reason}`);
  return `${question.title} ${target.label}: ${words}`;
}
