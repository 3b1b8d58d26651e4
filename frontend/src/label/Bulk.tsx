import '../i18n/tools';
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { AnswerValue, Question } from '../api/types';
import { useTranslation } from '../i18n';
import { isWriting } from '../keys/chord';
import { KeyHint } from '../keys/Keys';
import { type Handlers, useCommands, useMode } from '../keys/useCommands';
import { gapsOf, responseOf, visiblePlaces } from '../questions/form';
import { Button } from '../ui/Button';
import css from './Bulk.module.css';
import { finish } from './finish';
import { gapWords } from './gapWords';
import { Preferred, preferredWords } from './Preferred';
import { parts } from './parts';
import { QuestionBlock } from './QuestionBlock';
import { Pictures, Source, Words } from './Source';
import { isQuick } from './shape';
import { useTakeBack } from './takingBack';
import type { FedItem, LabelFeed, Workbench } from './workbench';

const SkipDialog = lazy(parts.skip);
const HelpDialog = lazy(parts.help);
const Guidelines = lazy(parts.guidelines);
const Comments = lazy(parts.comments);

/** Many quick items on a page: keys go to one of them, J and K to its neighbours, Enter submits it where it stands. */
export default function Bulk(props: {
  bench: Workbench;
  feed: LabelFeed;
  items: readonly FedItem[];
  onLeave: () => void;
}) {
  const { t } = useTranslation('label');
  const { bench, feed, onLeave } = props;
  const items = props.items.filter(({ assignment }) => isQuick(assignment));
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<'skip' | 'help' | 'guidelines' | 'comment' | 'flag' | null>(null);
  const close = () => setOpen(null);
  const [said, setSaid] = useState({ words: '', count: 0 });
  const say = useCallback((words: string) => setSaid(({ count }) => ({ words, count: count + 1 })), []);
  const takeBack = useTakeBack(bench, feed, say);
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === chosen),
  );
  const current = items[at];
  const complete = useComplete(items);
  useWatch(current);

  const go = (to: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, to))];
    if (!next) return;
    flushSync(() => setChosen(next.id));
    reach(next.id);
  };
  const leave = (item: FedItem, verb: 'submit' | 'skip', reason = '') => {
    const neighbour = items[at + 1] ?? items[at - 1];
    finish(bench, item, verb, reason);
    if (item === current) setChosen(neighbour?.id ?? null);
    flushSync(() => feed.remove(item.id));
    if (item === current && neighbour) reach(neighbour.id);
  };
  const submitCard = (item = current) => {
    if (!item) return;
    const gap = item.item.seekGap();
    if (gap) return say(gapWords(t, gap));
    say(t('submitted'));
    leave(item, 'submit');
  };
  const submitAll = () => {
    const ready = items.filter(({ item }) => item.gaps().length === 0);
    say(ready.length > 0 ? t('submitted') : t('bulk.none'));
    for (const item of ready) leave(item, 'submit');
  };
  const handlers: Handlers = {
    skip: () => setOpen('skip'),
    takeBack: () => void takeBack(),
    nextQuestion: () => current?.item.stepQuestion(1) !== undefined,
    previousQuestion: () => current?.item.stepQuestion(-1) !== undefined,
    clear: () => {
      const place = current?.item.active();
      if (place) current?.item.set(place, undefined);
    },
    accept: () => current?.item.accept() ?? false,
    suggestions: () => current?.item.proposals?.toggle(),
    comment: () => setOpen('comment'),
    flag: () => setOpen('flag'),
    guidelines: () => setOpen((now) => (now === 'guidelines' ? null : 'guidelines')),
    help: () => setOpen('help'),
    bulk: onLeave,
    leaveField: () => (open === 'guidelines' && !isWriting(document.activeElement) ? close() : focusMain()),
  };
  const atWork = open === null || open === 'guidelines';
  useCommands(atWork, handlers, (key) => current?.item.press(key) ?? false);
  useMode('bulk', atWork, {
    nextItem: () => go(at + 1),
    previousItem: () => go(at - 1),
    submitCard: () => submitCard(),
    submitAll,
  });
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  return (
    <div className={css.desk}>
      {open === 'guidelines' && current && (
        <Suspense>
          <Guidelines key={current.assignment.project.id} bench={bench} current={current} onClose={close} />
        </Suspense>
      )}
      <main ref={first} id="main" className={css.page} tabIndex={-1} aria-label={t('bulk.title')}>
        <header className={css.head}>
          <h1>{t('bulk.label', { project: current?.assignment.project.name ?? '' })}</h1>
          <Button kind="default" size="small" icon="book" onClick={handlers.guidelines}>
            {t('guidelines.title')}
            <KeyHint command="guidelines" />
          </Button>
          <Button kind="default" size="small" onClick={onLeave}>
            {t('bulk.leave')}
          </Button>
          <Button size="small" disabled={complete === 0} onClick={submitAll}>
            {complete > 0 ? t('bulk.submitAll', { count: complete }) : t('bulk.none')}
            <KeyHint command="submitAll" />
          </Button>
        </header>
        <ol className={css.cards}>
          {items.map((item, index) => (
            <li key={item.id}>
              <Card
                fed={item}
                number={index + 1}
                current={item === current}
                onPick={setChosen}
                onComment={() => setOpen('comment')}
                onSubmit={() => submitCard(item)}
              />
            </li>
          ))}
        </ol>
        <p className="visually-hidden" role="status">
          <span key={said.count}>{said.words}</span>
        </p>
      </main>
      <Suspense>
        {open === 'skip' && current && (
          <SkipDialog
            onClose={close}
            onSkip={(reason) => {
              close();
              leave(current, 'skip', reason);
            }}
          />
        )}
        {(open === 'comment' || open === 'flag') && current && (
          <Comments bench={bench} current={current} flag={open === 'flag'} onClose={close} />
        )}
        {open === 'help' && current && <HelpDialog form={current.assignment.form} bulk onClose={close} />}
      </Suspense>
    </div>
  );
}

const focusMain = (): void => document.getElementById('main')?.focus({ preventScroll: true });

const reach = (id: string): void => {
  const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
};

/** How many of the items could be submitted now. */
function useComplete(items: readonly FedItem[]): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = items.map(({ item }) => item.state.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [items],
  );
  return useSyncExternalStore(subscribe, () => items.filter(({ item }) => item.gaps().length === 0).length);
}

/** The time goes to the item that keys go to. */
function useWatch(current: FedItem | undefined): void {
  const watch = current?.watch;
  useEffect(() => {
    if (!watch) return;
    const alive = () => (document.visibilityState === 'visible' ? watch.tick() : watch.pause());
    alive();
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'visibilitychange'] as const;
    for (const sign of signs) document.addEventListener(sign, alive, { passive: true });
    return () => {
      for (const sign of signs) document.removeEventListener(sign, alive);
      watch.pause();
    };
  }, [watch]);
}

const Card = memo(function Card(props: {
  fed: FedItem;
  number: number;
  current: boolean;
  onPick: (id: string) => void;
  onComment: () => void;
  onSubmit: () => void;
}) {
  const { t } = useTranslation('label');
  const { fed, current, onPick } = props;
  const { item, assignment } = fed;
  const { form, content, id } = assignment;
  const state = useSyncExternalStore(item.state.subscribe, item.state.get);
  const show = { trees: fed.trees, pictures: fed.pictures, raw: false, onZoom: () => {} };
  const places = visiblePlaces(form, item.subject, state.answers);
  const gaps = state.tried ? gapsOf(form, item.subject, state.answers) : [];
  const change = (question: Question, on: string, value: AnswerValue | undefined) =>
    item.set({ question, on }, value);
  const goTo = (question: string, on?: string) => {
    onPick(id);
    const response = on === undefined ? null : responseOf(on);
    item.goTo({ question, ...(response ? { response } : on === undefined ? {} : { target: on }) });
  };
  const active = item.active();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K do the same
    <article
      className={css.card}
      data-card={id}
      data-current={current || undefined}
      tabIndex={-1}
      aria-label={t('bulk.item', { number: props.number })}
      onClick={() => onPick(id)}
      onFocus={() => !current && onPick(id)}
    >
      <div className={css.content}>
        <Source form={form} content={content} show={show} />
        {form.shows.includes('responses') && (
          <div className={css.responses}>
            {item.responses.map(({ id: each, letter }, index) => {
              const response = content.responses?.[index];
              return (
                response && (
                  <section key={each}>
                    <h3>
                      {letter} <Preferred words={preferredWords(places, state.answers, each)} />
                    </h3>
                    <Words show={show} place={`responses.${each}`} source={response.text} />
                    <Pictures show={show} handles={response.images} on={`responses.${each}`} />
                  </section>
                )
              );
            })}
          </div>
        )}
      </div>
      <div className={css.questions}>
        {form.questions.map((question) => {
          const targets = places.flatMap((place) => (place.question === question ? [place.target] : []));
          return (
            targets.length > 0 && (
              <QuestionBlock
                key={question.name}
                prefix={id}
                item={item}
                live
                question={question}
                targets={targets}
                answers={state.answers}
                response={state.response}
                active={current && active?.question === question}
                at={active?.question === question ? active.on : (targets[0]?.on ?? null)}
                gaps={gaps.filter((gap) => gap.question === question)}
                onChange={change}
                onGo={goTo}
              />
            )
          );
        })}
        <div className={css.foot}>
          <Button
            size="small"
            kind="default"
            icon="comment"
            onClick={() => {
              onPick(id);
              props.onComment();
            }}
          >
            {t('comments.open')}
            {current && <KeyHint command="comment" />}
          </Button>
          <Button size="small" kind={current ? 'primary' : 'default'} onClick={props.onSubmit}>
            {t('submit')}
            {current && <KeyHint command="submitCard" />}
          </Button>
        </div>
      </div>
    </article>
  );
});
