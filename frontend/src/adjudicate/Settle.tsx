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
import type { Annotator } from '../compare/annotators';
import { cardsOf } from '../compare/cards';
import { QuestionCard } from '../compare/QuestionCard';
import type { Row } from '../compare/rows';
import { useTranslation } from '../i18n';
import { liveCommands, useCommands, useMode } from '../keys/useCommands';
import { gapWords } from '../label/gapWords';
import type { Live } from '../label/LabelScreen';
import { parts } from '../label/parts';
import { summaryOf } from '../label/summary';
import type { HeldFeed } from '../review/bench';
import { Content } from '../review/Content';
import css from '../review/review.module.css';
import type { AdjudicationWork } from '../review/types';
import { reasonWords } from '../review/wording';
import { toast } from '../ui/toast';
import { FinalAnswer } from './FinalAnswer';
import { PeopleTaken } from './PeopleTaken';
import { annotatorsOf, bodyOf, type Settlement, sourceAt } from './rules';
import { SettleBar } from './SettleBar';
import own from './settle.module.css';
import { type HeldDispute, type Settling, type SettlingDesk, settlingOf } from './settling';
import { Take } from './Take';

const HelpDialog = lazy(parts.help);
const ZoomDialog = lazy(parts.zoom);
const CommandPalette = lazy(parts.palette);
const GuidelinesDialog = lazy(() => import('../review/GuidelinesDialog'));
const GiveBack = lazy(() => import('../review/GiveBack'));
const Writing = lazy(() => import('./Writing'));

type Open = 'help' | 'guidelines' | 'palette' | 'giveBack' | { zoom: string } | null;
type Props = {
  desk: SettlingDesk;
  feed: HeldFeed<AdjudicationWork, Settlement>;
  held: HeldDispute;
  onSettled: () => void;
};

/** An item about which people disagree: their answers question by question, and the final one that is put together. */
export function Settle({ desk, feed, held, onSettled }: Props) {
  const { t } = useTranslation(['review', 'label']);
  const { work, ready } = held;
  const settling = settlingOf(held, desk);
  const state = useSyncExternalStore(settling.state.subscribe, settling.state.get);
  const [open, setOpen] = useState<Open>(null);
  const [possible, setPossible] = useState<Live>(new Map());
  const main = useRef<HTMLElement>(null);
  const close = useCallback(() => setOpen(null), []);
  const zoom = useCallback((handle: string) => setOpen({ zoom: handle }), []);
  const { annotators, cards } = useComparison(work);
  const { settlement } = state;
  const card = state.card === null ? undefined : cards[state.card];

  const reveal = (name: string | undefined) => {
    const element = name
      ? main.current?.querySelector<HTMLElement>(`[data-question="${CSS.escape(name)}"]`)
      : null;
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  };
  const step = (by: 1 | -1) => {
    settling.stepCard(by, cards.length);
    reveal(cards[settling.state.get().card ?? 0]?.name);
  };
  const submit = () => {
    const lack = settling.lack();
    if (lack === 'open') {
      const [gap] = settling.open;
      const at = cards.findIndex(({ name }) => name === gap?.question.name);
      settling.goToCard(at < 0 ? null : at);
      reveal(gap?.question.name);
      return;
    }
    if (lack === 'reason') {
      main.current?.querySelector<HTMLElement>('[data-reasons] input')?.focus();
      return;
    }
    settling.send(summaryWords(t, settling));
    onSettled();
    toast(t('settle.submitted'));
    feed.remove(held.id);
  };
  const take = (digit: string): boolean => {
    const annotator = annotators[Number(digit) - 1];
    if (!/^[1-9]$/.test(digit) || !annotator) return false;
    const at = settling.state.get().card;
    const here = at === null ? undefined : cards[at];
    if (here) settling.takeOne(annotator, here.name);
    else settling.takeAll(annotator);
    return true;
  };

  const free = open === null && !state.writing;
  useCommands(
    free,
    {
      submit,
      skip: () => setOpen('giveBack'),
      guidelines: () => setOpen('guidelines'),
      help: () => setOpen('help'),
      settings: () => settingsOpen.set(true),
      palette: () => {
        setPossible(liveCommands());
        setOpen('palette');
      },
      leaveField: () => {
        settling.goToCard(null);
        main.current?.focus({ preventScroll: true });
      },
    },
    () => false,
  );
  useMode(
    'judge',
    free,
    {
      judgeCorrect: () => settling.showWriting(true),
      judgeNext: () => feed.later(),
      nextCard: () => step(1),
      previousCard: () => step(-1),
      takeNothing: () => (card ? settling.takeNone(card.name) : false),
    },
    take,
  );
  useEffect(() => main.current?.focus({ preventScroll: true }), []);

  if (state.writing)
    return (
      <Suspense>
        <Writing settling={settling} onBack={() => settling.showWriting(false)} />
      </Suspense>
    );
  const action = (row: Row) => (annotator: Annotator) => (
    <Take
      annotator={annotator}
      taken={sourceAt(settlement, row.question?.name ?? '', row.target.on) === annotator.id}
      onTake={() => settling.takeOne(annotator, row.question?.name ?? '', row.target.on)}
    />
  );
  return (
    <main
      ref={main}
      id="main"
      className={css.desk}
      tabIndex={-1}
      aria-label={t('settle.itemOf', { project: work.project.name })}
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
          {work.asked && <Asked comment={work.asked} />}
          <PeopleTaken
            annotators={annotators}
            settlement={settlement}
            whole={card === undefined}
            work={work}
            onTake={(annotator) => settling.takeAll(annotator)}
          />
          {typeof work.agreement?.mean === 'number' && (
            <p className={css.mean}>
              <Agreement value={work.agreement.mean} />
            </p>
          )}
          {cards.map((each, at) => (
            <QuestionCard
              key={each.name}
              card={each}
              annotators={annotators}
              pictures={ready.pictures}
              current={at === state.card}
              onCurrent={() => settling.goToCard(at)}
              action={action}
              under={(row) => (
                <FinalAnswer row={row} settlement={settlement} annotators={annotators} tried={state.tried} />
              )}
            />
          ))}
          <Unasked settling={settling} shown={cards.map(({ name }) => name)} />
        </section>
        <SettleBar
          settling={settling}
          state={state}
          hint={t(card ? 'settle.hintOne' : 'settle.hintAll', { count: annotators.length })}
          onWrite={() => settling.showWriting(true)}
          onLater={() => feed.later()}
          onSubmit={submit}
        />
      </div>
      <Suspense>
        {open === 'help' && <HelpDialog form={work.form} judging onClose={close} />}
        {open === 'palette' && <CommandPalette live={possible} onClose={close} />}
        {open === 'guidelines' && <GuidelinesDialog text={work.guidelines ?? ''} onClose={close} />}
        {open === 'giveBack' && (
          <GiveBack
            onClose={close}
            onGiveBack={(reason) => {
              settling.giveBack(reason);
              setOpen(null);
              toast(t('skip.done'));
              feed.remove(held.id);
            }}
          />
        )}
        {open !== null && typeof open === 'object' && (
          <ZoomDialog pictures={ready.pictures} first={open.zoom} onClose={close} />
        )}
      </Suspense>
    </main>
  );
}

function useComparison(work: AdjudicationWork) {
  const { t } = useTranslation('review');
  return useMemo(() => {
    const annotators = annotatorsOf(work, (number) => t('annotator', { number }));
    return {
      annotators,
      cards: cardsOf(work.form, work.content, annotators, work.agreement?.by_question ?? {}),
    };
  }, [work, t]);
}

/** Why a manager wants this item settled. */
function Asked({ comment }: { comment: string }) {
  const { t } = useTranslation('review');
  return (
    <aside className={own.asked} aria-label={t('settle.asked')}>
      <strong>{t('settle.asked')}</strong>
      <p dir="auto">{comment}</p>
    </aside>
  );
}

/** Questions that nobody answered, and that the final answer must: only writing closes them. */
function Unasked({ settling, shown }: { settling: Settling; shown: readonly string[] }) {
  const { t } = useTranslation(['review', 'label']);
  const missing = settling.open.filter(({ question }) => !shown.includes(question.name));
  if (missing.length === 0) return null;
  return (
    <ul className={own.unasked}>
      {missing.map((gap) => (
        <li key={`${gap.question.name} ${gap.on}`}>{gapWords(t as never, gap)}</li>
      ))}
    </ul>
  );
}

function summaryWords(t: ReturnType<typeof useTranslation<'review'>>['t'], settling: Settling) {
  const { work } = settling.held;
  const { answers } = bodyOf(work.form, settling.subject, settling.settlement);
  return [
    { title: t('settle.reason'), text: reasonWords(settling.settlement.reason) },
    { title: t('settle.comment'), text: settling.settlement.comment },
    ...summaryOf(work.form, settling.subject, answers),
  ].filter(({ text }) => text.trim() !== '');
}
