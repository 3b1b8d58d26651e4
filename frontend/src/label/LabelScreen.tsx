import {
  lazy,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { newKey } from '../api/key';
import { useSession } from '../app/session';
import { letterOf, type PlaceGap, responseOf } from '../questions/form';
import { Button, ButtonLink } from '../ui/Button';
import { useTitle } from '../ui/Page';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { ActionBar } from './ActionBar';
import { Banners } from './Banners';
import { isUnread, markRead } from './guidelinesSeen';
import { ItemView } from './ItemView';
import { useCommandsFor } from './itemCommands';
import css from './LabelScreen.module.css';
import { useLease } from './lease';
import { measureNextItem } from './measure';
import { summaryOf } from './summary';
import { countDone, useToday } from './today';
import { WorkHeader } from './WorkHeader';
import { type FedItem, type LabelFeed, type Workbench, workbenchOf } from './workbench';

const HelpDialog = lazy(() => import('../keys/HelpDialog'));
const SkipDialog = lazy(() => import('./SkipDialog'));
const ZoomDialog = lazy(() => import('./ZoomDialog'));
const Guidelines = lazy(() => import('./Guidelines'));

export type Open = 'help' | 'skip' | 'guidelines' | { zoom: string } | null;

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
    if (gap) say(gapWords(t, gap));
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

/** Guidelines nobody has seen open by themselves, once; closing them is having read them. */
function useUnreadGuidelines(
  { owner }: Workbench,
  { assignment: { project, guidelines } }: FedItem,
  open: Open,
  setOpen: (open: Open) => void,
): void {
  const shown = useRef(false);
  useEffect(() => {
    if (isUnread(owner, project.id, guidelines)) setOpen('guidelines');
  }, [owner, project.id, guidelines, setOpen]);
  useEffect(() => {
    if (shown.current && open !== 'guidelines') markRead(owner, project.id, guidelines);
    shown.current = open === 'guidelines';
  }, [owner, project.id, guidelines, open]);
}

/**
 * The current item, and the next one laid out below it in idle time, inert. Submitting only lifts it, which takes a
 * fraction of the time that drawing it would.
 */
function Slots(props: {
  items: readonly FedItem[];
  label: string;
  bar: (writing: boolean) => React.ReactNode;
  onZoom: (handle: string) => void;
}) {
  const [current, next] = props.items;
  const [warm, setWarm] = useState<string | null>(null);
  useEffect(() => {
    if (!next || warm === next.id) return;
    return whenIdle(() => startTransition(() => setWarm(next.id)));
  }, [next, warm]);
  return [current, next?.id === warm ? next : undefined].map(
    (item) =>
      item && (
        <div
          key={item.id}
          className={css.slot}
          inert={item !== current}
          data-below={item !== current || undefined}
        >
          <ItemView
            ready={item}
            live={item === current}
            label={props.label}
            footer={props.bar}
            onZoom={props.onZoom}
          />
        </div>
      ),
  );
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 800 });
  return () => cancelIdleCallback(handle);
}

/** Hands the answer to the outbox; the draft goes only when the outbox holds it on disk. */
function finish(bench: Workbench, done: FedItem, verb: 'submit' | 'skip', reason: string): void {
  done.watch.tick();
  const seconds = done.watch.seconds();
  const answers = verb === 'submit' ? done.item.final() : [];
  void bench.outbox
    .add({
      key: newKey(),
      assignment: done.id,
      project: done.assignment.project,
      verb,
      answers,
      reason,
      seconds,
      at: Date.now(),
      tries: 0,
      summary: verb === 'submit' ? summaryOf(done.item.form, done.item.responses, answers) : [],
    })
    .then(() => bench.drafts.drop(done.id));
  if (verb === 'submit') countDone(seconds);
}

function gapWords(
  t: ReturnType<typeof useTranslation<'label'>>['t'],
  { question, on, gap }: PlaceGap,
): string {
  const response = responseOf(on);
  const letter = response ? ` ${letterOf(Number(response.slice(1)) - 1)}` : '';
  const words =
    gap.reason === 'short' || gap.reason === 'long'
      ? t(`gap.${gap.reason}`, { count: gap.by })
      : t(`gap.${gap.reason}`);
  return `${question.title}${letter}: ${words}`;
}

const LOOK_AGAIN = 20_000;

function NothingToDo({
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
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void feed.fill();
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [feed]);
  return (
    <main id="main">
      <EmptyState
        icon="check"
        title={t(today.count > 0 ? 'empty.done' : 'empty.none')}
        action={
          <>
            <Button onClick={() => void feed.fill()}>{t('empty.again')}</Button>
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
        {today.count > 0 ? t('empty.doneHelp', { count: today.count }) : t('empty.noneHelp')}
        {waiting.length > 0 && <p>{t('outbox.waiting', { count: waiting.length })}</p>}
      </EmptyState>
    </main>
  );
}
