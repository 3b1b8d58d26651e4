import {
  lazy,
  memo,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { AnswerValue, Question } from '../api/types';
import { useTranslation } from '../i18n';
import { useHint } from '../keys/Keys';
import {
  type Answers,
  gapsOf,
  keyOf,
  onResponse,
  type Place,
  placeKey,
  responseOf,
  visiblePlaces,
} from '../questions/form';
import { kindOf } from '../questions/kinds';
import { give } from '../questions/ranking/rules';
import type { Target } from '../questions/target';
import { isTied, rankOf } from '../rank/ranks';
import { Icon } from '../ui/Icon';
import css from './ItemView.module.css';
import type { Item, ItemState } from './item';
import { preferredWords } from './Preferred';
import { QuestionBlock } from './QuestionBlock';
import { ResponseCard } from './ResponseCard';
import type { Ready } from './ready';
import { Source } from './Source';
import { isWritten, type Shape, shapeOf } from './shape';
import { ItemContext } from './surface';
import { useTogether } from './together';
import { toggleFolded, view } from './view';

const SuggestionList = lazy(() => import('./Suggested').then((parts) => ({ default: parts.SuggestionList })));

const MOST_RANK_BUTTONS = 6;
/** Where the column with what is judged can make room for what is done. */
const FOLDING: ReadonlySet<Shape> = new Set<Shape>(['three', 'write', 'compose']);

/** One item: what is shown on the left, the responses in the middle, the questions on the right. */
export const ItemView = memo(function ItemView(props: {
  ready: Pick<Ready, 'assignment' | 'trees' | 'pictures' | 'item'>;
  /** Whether it is on the screen; the next item waits below, laid out and inert. */
  live: boolean;
  onZoom: (handle: string) => void;
  /** What stands under the questions: submit, skip, help. */
  footer: (writing: boolean) => ReactNode;
  label: string;
  /** Part of another page or a dialogue, whose landmarks are its own. */
  within?: boolean;
  /** Only looked at. */
  readOnly?: boolean;
}) {
  const { t } = useTranslation('label');
  const { ready, live, onZoom } = props;
  const { item } = ready;
  const { form, content, id } = ready.assignment;
  const state = useSyncExternalStore(item.state.subscribe, item.state.get);
  const { layout, raw, folded, together } = useSyncExternalStore(view.subscribe, view.get);
  const root = useRef<HTMLElement>(null);
  const show = useMemo(
    () => ({ trees: ready.trees, pictures: ready.pictures, raw, onZoom }),
    [ready.trees, ready.pictures, raw, onZoom],
  );
  useFollow(root, item, live);

  const places = useMemo(() => visiblePlaces(item.form, item.subject, state.answers), [item, state.answers]);
  const ranking = form.questions.find((question) => question.kind === 'ranking');
  const ranks = useMemo(() => ranksOf(state.answers, ranking), [state.answers, ranking]);
  const pick = useCallback((response: string) => item.goTo({ response }), [item]);
  const rank = useCallback(
    (response: string, to: number) => {
      if (ranking?.kind !== 'ranking') return;
      const place = { question: ranking, on: 'item' };
      item.set(place, give(ranking, item.value(place) as { ranks: string[][] } | undefined, response, to));
      item.goTo({ question: ranking.name, response });
    },
    [item, ranking],
  );
  const shape = shapeOf(form, content);
  const responses = content.responses ?? [];
  const source = <Source form={form} content={content} show={show} />;
  const Frame = props.within ? 'section' : 'main';
  const cards = useRef<HTMLDivElement>(null);
  const inStep = together && layout === 'auto' && responses.length > 1;
  useTogether(cards, inStep);
  const folds = FOLDING.has(shape);
  const onScreen = useMemo(() => ({ item, live }), [item, live]);
  return (
    <ItemContext value={onScreen}>
      <Frame
        ref={root}
        id={live && !props.within ? 'main' : undefined}
        className={css.item}
        data-shape={shape}
        data-folded={(folds && folded) || undefined}
        data-assignment={id}
        tabIndex={-1}
        aria-label={props.label}
      >
        {shape !== 'above' && (
          <Scroller className={css.source} label={t('content.label')}>
            {folds && <Fold folded={folded} />}
            <div className={css.judged}>{source}</div>
          </Scroller>
        )}
        {responses.length > 0 && form.shows.includes('responses') && (
          <Scroller className={css.responses} label={t('responses')} main>
            {shape === 'above' && <div className={css.above}>{source}</div>}
            <div ref={cards} className={css.cards} data-layout={layout} data-together={inStep || undefined}>
              {item.responses.map(({ id: each, letter }, at) => {
                const response = responses[at];
                if (!response) return null;
                return (
                  <ResponseCard
                    key={each}
                    response={response}
                    letter={letter}
                    current={state.response === each}
                    scrolls={inStep}
                    rank={rankOf(ranks, each)}
                    tied={isTied(ranks, each)}
                    ranks={ranking && responses.length <= MOST_RANK_BUTTONS ? responses.length : 0}
                    preferred={preferredWords(places, state.answers, each)}
                    notes={notesOf(places, state.answers, each)}
                    show={show}
                    onPick={pick}
                    onRank={rank}
                  />
                );
              })}
            </div>
          </Scroller>
        )}
        <aside className={css.answers} aria-label={t('answers')}>
          <Scroller className={css.questions} label={t('questions')}>
            {item.proposals && (
              <Suspense>
                <SuggestionList item={item} proposals={item.proposals} live={live} />
              </Suspense>
            )}
            <fieldset className={css.fields} disabled={props.readOnly}>
              {/* The same item may be looked at over itself: radio buttons of one name would be one group. */}
              <Questions id={props.within ? `within-${id}` : id} item={item} live={live} state={state} />
            </fieldset>
          </Scroller>
          {props.footer(shape === 'write' || shape === 'compose')}
        </aside>
      </Frame>
    </ItemContext>
  );
});

/** A column that scrolls by itself, and so must take the focus (WCAG 2.1.1). `main` is what Space scrolls. */
function Scroller(props: { className?: string; label: string; main?: boolean; children: ReactNode }) {
  return (
    <section
      className={props.className}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      data-scrolls={props.main ? 'main' : ''}
    >
      {props.children}
    </section>
  );
}

function Fold({ folded }: { folded: boolean }) {
  const { t } = useTranslation('label');
  const hint = useHint('fold', t(folded ? 'source.unfold' : 'source.fold'));
  return (
    <button
      type="button"
      className={css.fold}
      aria-expanded={!folded}
      aria-label={hint}
      title={hint}
      onClick={toggleFolded}
    >
      <Icon name="panel" size={16} />
    </button>
  );
}

function Questions(props: { id: string; item: Item; live: boolean; state: ItemState }) {
  const { id, item, live, state } = props;
  const { form, subject } = item;
  const places = visiblePlaces(form, subject, state.answers);
  const gaps = state.tried ? gapsOf(form, subject, state.answers) : [];
  const change = useCallback(
    (question: Question, on: string, value: AnswerValue | undefined) => item.set({ question, on }, value),
    [item],
  );
  const go = useCallback(
    (question: string, on?: string) => {
      const response = on === undefined ? null : responseOf(on);
      item.goTo({ question, ...(response ? { response } : on === undefined ? {} : { target: on }) });
    },
    [item],
  );
  const active = item.active()?.question.name;
  return form.questions.flatMap((question) => {
    const targets = places.flatMap((place) => (place.question === question ? [place.target] : []));
    if (targets.length === 0) return [];
    const block = (
      <QuestionBlock
        key={question.name}
        prefix={id}
        item={item}
        live={live}
        question={question}
        targets={targets}
        answers={state.answers}
        response={state.response}
        at={targetOf(question, targets, state)}
        active={active === question.name}
        gaps={gaps.filter((gap) => gap.question === question)}
        onChange={change}
        onGo={go}
      />
    );
    if (item.isAsked(question)) return block;
    return (
      <fieldset key={question.name} className={css.fields} disabled data-unasked>
        {block}
      </fieldset>
    );
  });
}

/** Which of a question's targets the keyboard is at. */
function targetOf(question: Question, targets: readonly Target[], state: ItemState): string | null {
  if (question.scope === 'responses') return state.response && onResponse(state.response);
  return targets.find(({ on }) => on === state.target)?.on ?? targets[0]?.on ?? null;
}

/** Keeps what the keyboard is at in sight, and puts the focus where work begins when the item comes on the screen. */
function useFollow(root: React.RefObject<HTMLElement | null>, item: Item, live: boolean): void {
  const { question, response } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (!live) return;
    first.current = true;
    const field = isWritten(item.form) ? root.current?.querySelector<HTMLElement>('[data-write]') : null;
    (field ?? root.current)?.focus({ preventScroll: true });
  }, [live, item, root]);
  useEffect(() => {
    if (!live) return;
    // A fresh item is shown from its top.
    if (first.current) {
      first.current = false;
      return;
    }
    const reach = (selector: string) =>
      root.current?.querySelector(selector)?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    if (response) reach(`[data-response="${CSS.escape(response)}"]`);
    if (question) reach(`[data-question="${CSS.escape(question)}"]`);
  }, [live, question, response, root]);
}

const ranksOf = (answers: Answers, ranking: Question | undefined): string[][] => {
  const value = ranking && answers[keyOf(ranking.name, 'item')];
  return value && 'ranks' in value ? value.ranks : [];
};

function notesOf(places: readonly Place[], answers: Answers, response: string): string {
  return places
    .filter(({ on }) => on === onResponse(response))
    .flatMap((place) => {
      const value = answers[placeKey(place)];
      const kind = kindOf(place.question);
      return value && !kind.isEmpty(value) ? [kind.summary(place.question, value, place.target)] : [];
    })
    .join(' · ');
}
