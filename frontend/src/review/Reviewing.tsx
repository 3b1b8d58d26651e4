import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { settingsOpen } from '../app/settings';
import { Agreement } from '../compare/Agreement';
import type { Anchor } from '../compare/Comparison';
import { type Card, cardsOf } from '../compare/cards';
import { QuestionCard } from '../compare/QuestionCard';
import { useTranslation } from '../i18n';
import { liveCommands, useCommands, useMode } from '../keys/useCommands';
import type { Live } from '../label/LabelScreen';
import { parts } from '../label/parts';
import { toast } from '../ui/toast';
import type { HeldFeed } from './bench';
import { Content } from './Content';
import type { HeldReview, ReviewDesk } from './judging';
import { judgingOf } from './judging';
import { PeopleUp } from './PeopleUp';
import { RemarkButton } from './RemarkButton';
import css from './review.module.css';
import { annotatorsOf, fittingAnchor, type Opinion } from './rules';
import { type Selected, selectedAnchor, useSelected } from './selecting';
import type { ReviewWork, VerdictName } from './types';
import { VerdictBar } from './VerdictBar';
import { summariser } from './wording';

const HelpDialog = lazy(parts.help);
const ZoomDialog = lazy(parts.zoom);
const CommandPalette = lazy(parts.palette);
const Correcting = lazy(() => import('./Correcting'));
const GuidelinesDialog = lazy(() => import('./GuidelinesDialog'));
const GiveBack = lazy(() => import('./GiveBack'));
const ConfirmReject = lazy(() => import('./ConfirmReject'));

type Open = 'help' | 'guidelines' | 'palette' | 'giveBack' | 'reject' | { zoom: string } | null;
/** A remark that is being written: what it may be about, the likeliest first, and the words that are quoted. */
export type Remarking = { anchors: readonly (Anchor | null)[]; quote: string };

type Props = {
  desk: ReviewDesk;
  feed: HeldFeed<ReviewWork, Opinion>;
  held: HeldReview;
  onJudged: () => void;
};

/** An item with somebody's answers to judge: the content, everybody's answers question by question, and the verdict. */
export function Reviewing({ desk, feed, held, onJudged }: Props) {
  const { t } = useTranslation('review');
  const { work, ready } = held;
  const judging = judgingOf(held, desk);
  const state = useSyncExternalStore(judging.state.subscribe, judging.state.get);
  const [open, setOpen] = useState<Open>(null);
  const [possible, setPossible] = useState<Live>(new Map());
  const [remarking, setRemarking] = useState<Remarking | null>(null);
  const main = useRef<HTMLElement>(null);
  const cards = useCards(work);
  const close = useCallback(() => setOpen(null), []);
  const zoom = useCallback((handle: string) => setOpen({ zoom: handle }), []);
  const { opinion } = judging;
  const correcting = opinion.verdict === 'corrected';

  const judged = (verdict: VerdictName) => {
    setRemarking(null);
    setOpen(null);
    onJudged();
    toast(t(`judge.said.${verdict}`));
    if (judging.left.length === 0) feed.remove(held.id);
    main.current?.focus({ preventScroll: true });
  };
  const decide = (verdict: VerdictName): boolean => {
    const done = judging.decide(verdict, summariser(t, work));
    if (done) judged(verdict);
    return done;
  };
  const acceptAll = () => {
    const count = judging.left.length;
    judging.acceptAll(summariser(t, work));
    for (let at = 0; at < count; at++) onJudged();
    toast(t('judge.said.accepted'));
    feed.remove(held.id);
  };
  const send = () => {
    if (opinion.verdict === 'rejected' && !state.lack) setOpen('reject');
    else if (opinion.verdict) decide(opinion.verdict);
  };
  const choose = (verdict: 'returned' | 'rejected') =>
    judging.opine({ verdict: opinion.verdict === verdict ? null : verdict });
  const remark = (about: Selected | null = selectedAnchor(ready)) => {
    const here = (cards.list[state.card]?.rows ?? []).flatMap(({ question, target }) =>
      question ? [{ question: question.name, on: target.on }] : [],
    );
    const first = about ? [fittingAnchor(work.form, work.content, about.wanted)] : [];
    setRemarking({ anchors: distinct([...first, ...here, null]), quote: about?.quote ?? '' });
  };
  const next = () => {
    if (judging.step(1)) return;
    feed.later();
  };
  const card = (by: 1 | -1) => {
    judging.stepCard(by, cards.list.length);
    reveal(main.current, cards.list[judging.state.get().card]);
  };

  const free = open === null && !correcting;
  useCommands(
    free,
    {
      submit: send,
      skip: () => setOpen('giveBack'),
      guidelines: () => setOpen('guidelines'),
      help: () => setOpen('help'),
      settings: () => settingsOpen.set(true),
      palette: () => {
        setPossible(liveCommands());
        setOpen('palette');
      },
      leaveField: () => leave(main.current, remarking ? () => setRemarking(null) : () => judging.undecide()),
    },
    () => false,
  );
  useMode('judge', free, {
    judgeAccept: () => decide('accepted'),
    judgeAcceptAll: acceptAll,
    judgeCorrect: () => judging.opine({ verdict: 'corrected' }),
    judgeReturn: () => choose('returned'),
    judgeReject: () => choose('rejected'),
    judgeRemark: () => remark(),
    judgeNext: next,
    nextCard: () => card(1),
    previousCard: () => card(-1),
    nextPerson: () => judging.step(1),
    previousPerson: () => judging.step(-1),
  });
  useEffect(() => main.current?.focus({ preventScroll: true }), []);

  const person = cards.annotators.find(({ id }) => id === judging.current?.annotation.id);
  const annotators = useMemo(
    () => cards.annotators.map((each) => ({ ...each, judged: each === person })),
    [cards.annotators, person],
  );
  if (correcting && judging.current && person)
    return (
      <Suspense>
        <Correcting
          key={judging.current.assignment_id}
          judging={judging}
          review={judging.current}
          annotator={person}
          onSend={(answers) => {
            const done = judging.decide('corrected', summariser(t, work), answers);
            if (done) judged('corrected');
            return done;
          }}
        />
      </Suspense>
    );
  return (
    <main
      ref={main}
      id="main"
      className={css.desk}
      tabIndex={-1}
      aria-label={t('itemOf', { project: work.project.name })}
    >
      <Content ready={ready} onZoom={zoom} />
      <div className={css.judging}>
        <section
          className={css.answers}
          aria-label={t('content.answers')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          tabIndex={0}
          data-scrolls=""
        >
          <PeopleUp judging={judging} annotators={annotators} onAcceptAll={acceptAll} />
          {work.agreement?.mean !== null && work.agreement?.mean !== undefined && annotators.length > 1 && (
            <p className={css.mean}>
              <Agreement value={work.agreement.mean} />
            </p>
          )}
          {annotators.length === 1 && <p className={css.alone}>{t('judge.alone')}</p>}
          {cards.list.map((each, at) => (
            <QuestionCard
              key={each.name}
              card={each}
              annotators={annotators}
              pictures={ready.pictures}
              current={at === state.card}
              onCurrent={() => judging.goToCard(at)}
              onAnchor={(wanted, quote) => remark({ wanted, quote })}
            />
          ))}
        </section>
        <VerdictBar
          judging={judging}
          state={state}
          annotator={person}
          remarking={remarking}
          onRemarking={setRemarking}
          onAccept={() => decide('accepted')}
          onChoose={choose}
          onCorrect={() => judging.opine({ verdict: 'corrected' })}
          onRemark={() => remark()}
          onNext={next}
          onSend={send}
        />
      </div>
      <Floating ready={ready} onRemark={remark} />
      <Suspense>
        {open === 'help' && <HelpDialog form={work.form} judging onClose={close} />}
        {open === 'palette' && <CommandPalette live={possible} onClose={close} />}
        {open === 'guidelines' && <GuidelinesDialog text={work.guidelines ?? ''} onClose={close} />}
        {open === 'giveBack' && (
          <GiveBack
            onClose={close}
            onGiveBack={(reason) => {
              judging.giveBack(reason);
              setOpen(null);
              toast(t('skip.done'));
              feed.remove(held.id);
            }}
          />
        )}
        {open === 'reject' && <ConfirmReject onClose={close} onConfirm={() => decide('rejected')} />}
        {open !== null && typeof open === 'object' && (
          <ZoomDialog pictures={ready.pictures} first={open.zoom} onClose={close} />
        )}
      </Suspense>
    </main>
  );
}

/** The people of an item by number, and the questions by dispute; they stay the same while it is judged. */
function useCards(work: ReviewWork) {
  const { t } = useTranslation('review');
  return useMemo(() => {
    const annotators = annotatorsOf(work, (number) => t('annotator', { number }));
    return {
      annotators,
      list: cardsOf(work.form, work.content, annotators, work.agreement?.by_question ?? {}),
    };
  }, [work, t]);
}

const distinct = (anchors: readonly (Anchor | null)[]) =>
  anchors.filter(
    (one, at) => anchors.findIndex((each) => JSON.stringify(each) === JSON.stringify(one)) === at,
  );

function reveal(main: HTMLElement | null, card: Card | undefined): void {
  const element = card && main?.querySelector<HTMLElement>(`[data-question="${CSS.escape(card.name)}"]`);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

/** Escape first leaves the field, then what was begun. */
function leave(main: HTMLElement | null, undo: () => void): void {
  const field = document.activeElement;
  if (field instanceof HTMLElement && field.matches('textarea, input, select'))
    main?.focus({ preventScroll: true });
  else undo();
}

function Floating({ ready, onRemark }: { ready: HeldReview['ready']; onRemark: (about: Selected) => void }) {
  const at = useSelected(ready);
  if (!at) return null;
  return (
    <RemarkButton
      at={at}
      onClick={() => {
        const about = selectedAnchor(ready);
        if (about) onRemark(about);
      }}
    />
  );
}
