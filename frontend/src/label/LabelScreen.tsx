import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import type { CommandId } from '../keys/commands';
import { KeyHint } from '../keys/Keys';
import { liveCommands } from '../keys/useCommands';
import { heard } from '../queue/feedback';
import { useTitle } from '../ui/Page';
import { ErrorState, Loading } from '../ui/States';
import { ActionBar } from './ActionBar';
import { Banners } from './Banners';
import { finish } from './finish';
import { gapWords } from './gapWords';
import { useUnreadGuidelines } from './guidelinesSeen';
import { useCommandsFor } from './itemCommands';
import css from './LabelScreen.module.css';
import { useLease } from './lease';
import { measureNextItem } from './measure';
import { NothingToDo } from './NothingToDo';
import type { Open } from './open';
import { fetchParts, parts } from './parts';
import { Slots } from './Slots';
import { isQuick } from './shape';
import { useTakeBack } from './takingBack';
import { WorkHeader } from './WorkHeader';
import { type FedItem, type LabelFeed, type Workbench, workbenchOf } from './workbench';

const HelpDialog = lazy(parts.help);
const SkipDialog = lazy(parts.skip);
const ZoomDialog = lazy(parts.zoom);
const Guidelines = lazy(parts.guidelines);
const Comments = lazy(parts.comments);
const DoneDialog = lazy(parts.done);
const Differences = lazy(parts.differences);
const CommandPalette = lazy(parts.palette);
const Bulk = lazy(parts.bulk);
const Feedback = lazy(() => import('./Feedback'));

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
    void begin(bench, opened);
    return () => opened.close();
  }, [bench, project]);
  return feed;
}

/** What was taken back elsewhere comes before everything else. */
async function begin(bench: Workbench, feed: LabelFeed): Promise<void> {
  for (const work of bench.takenBack.splice(0)) await feed.bringBack(work);
  await feed.fill();
}

function Working({ bench, feed, project }: { bench: Workbench; feed: LabelFeed; project: string | null }) {
  const { t } = useTranslation('label');
  const { items, phase, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get);
  const current = items[0];
  useTitle(current?.assignment.project.name ?? t('title'));
  const lease = useLease(feed);
  const said = useSyncExternalStore(heard.subscribe, heard.get);
  useEffect(() => {
    if (phase === 'working') fetchParts();
  }, [phase]);
  const [many, setMany] = useState(false);
  const showMany = useCallback(
    (on: boolean) => {
      setMany(on);
      feed.showMany(on);
    },
    [feed],
  );
  return (
    <div className={css.screen}>
      <WorkHeader
        bench={bench}
        project={project}
        current={current}
        onMany={current && !many && isQuick(current.assignment) ? () => showMany(true) : undefined}
      />
      <Banners bench={bench} lease={lease} offline={problem?.offline ?? false} current={current} />
      {said && (
        <Suspense>
          <Feedback bench={bench} said={said} />
        </Suspense>
      )}
      {current ? (
        many && isQuick(current.assignment) ? (
          <Suspense fallback={<Loading />}>
            <Bulk bench={bench} feed={feed} items={items} onLeave={() => showMany(false)} />
          </Suspense>
        ) : (
          <Desk bench={bench} feed={feed} items={items} onMany={() => showMany(true)} />
        )
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

type DeskProps = { bench: Workbench; feed: LabelFeed; items: readonly FedItem[]; onMany: () => void };
export type Live = ReadonlyMap<CommandId, () => unknown>;

/** The current item with everything that acts on it, and the next one under it. */
function Desk({ bench, feed, items, onMany }: DeskProps) {
  const { t } = useTranslation('label');
  const [open, setOpen] = useState<Open>(null);
  const [possible, setPossible] = useState<Live>(new Map());
  const [said, setSaid] = useState({ words: '', count: 0, submitted: false });
  const say = useCallback(
    (words: string, submitted = false) => setSaid(({ count }) => ({ words, count: count + 1, submitted })),
    [],
  );
  const current = items[0] as FedItem;
  const close = useCallback(() => setOpen(null), []);
  useUnreadGuidelines(bench, current, setOpen);
  const zoom = useCallback((handle: string) => setOpen({ zoom: handle }), []);

  const leave = useCallback(
    (verb: 'submit' | 'skip', reason = '') => {
      const done = feed.current();
      if (!done) return;
      finish(bench, done, verb, reason);
      setOpen((now) => (now === 'guidelines' ? now : null));
      measureNextItem();
      letGoOfFocus();
      flushSync(() => feed.next());
    },
    [bench, feed],
  );
  const submit = useCallback(() => {
    const done = feed.current();
    const gap = done?.item.seekGap();
    if (done && gap) say(gapWords(t, gap));
    else {
      say(t('submitted'), true);
      leave('submit');
    }
  }, [feed, leave, say, t]);
  const takeBack = useTakeBack(bench, feed, say);
  const showPalette = useCallback(() => {
    setPossible(liveCommands());
    setOpen('palette');
  }, []);
  useCommandsFor({
    current,
    open,
    setOpen,
    submit,
    takeBack,
    onMany,
    say,
    onPalette: showPalette,
  });

  const label = t('itemOf', { project: current.assignment.project.name });
  const bar = useCallback(
    (writing: boolean) => (
      <ActionBar
        writing={writing}
        onSubmit={submit}
        onTakeBack={takeBack}
        onPalette={showPalette}
        onOpen={setOpen}
      />
    ),
    [submit, takeBack, showPalette],
  );
  return (
    <div className={css.desk}>
      {open === 'guidelines' && (
        <Suspense>
          <Guidelines key={current.assignment.project.id} bench={bench} current={current} onClose={close} />
        </Suspense>
      )}
      <div className={css.stack}>
        <Slots items={items} label={label} bar={bar} onZoom={zoom} />
        {said.submitted && <Submitted key={said.count} onTakeBack={takeBack} />}
      </div>
      <p className="visually-hidden" role="status">
        {/* A new element each time, so that the same words are read out again. */}
        <span key={said.count}>{said.words}</span>
      </p>
      <Suspense>
        {open === 'help' && <HelpDialog form={current.assignment.form} onClose={close} />}
        {open === 'skip' && <SkipDialog onClose={close} onSkip={(reason) => leave('skip', reason)} />}
        {(open === 'comment' || open === 'flag') && (
          <Comments bench={bench} current={current} flag={open === 'flag'} onClose={close} />
        )}
        {open === 'differences' && <Differences item={current.item} onClose={close} />}
        {open === 'palette' && <CommandPalette live={possible} onClose={close} />}
        {open !== null && typeof open === 'object' && 'done' in open && (
          <DoneDialog bench={bench} feed={feed} first={open.done} onClose={close} />
        )}
        {open !== null && typeof open === 'object' && 'zoom' in open && (
          <ZoomDialog pictures={current.pictures} first={open.zoom} onClose={close} />
        )}
      </Suspense>
    </div>
  );
}

/** The next item takes the focus. One that is removed while it has it is laid out once more before it goes. */
function letGoOfFocus(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.id === 'main') activeElement.blur();
}

/** For a moment after a submission: it went, and it can be had back. */
function Submitted({ onTakeBack }: { onTakeBack: () => void }) {
  const { t } = useTranslation('label');
  return (
    <div className={css.submitted}>
      {t('done.went')}
      <button type="button" onClick={onTakeBack}>
        {t('takeBack.button')}
        <KeyHint command="takeBack" />
      </button>
    </div>
  );
}
