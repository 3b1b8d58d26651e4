import { type Dispatch, type SetStateAction, useEffect } from 'react';
import { flushSync } from 'react-dom';
import type { Question, RankingQuestion, RankingValue } from '../api/types';
import { settingsOpen } from '../app/settings';
import { useTranslation } from '../i18n';
import { type Handlers, useCommands } from '../keys/useCommands';
import { remove, shift, tieWithAbove } from '../rank/ranks';
import type { Item } from './item';
import type { Open } from './open';
import { isQuick } from './shape';
import { toggleFolded, toggleRaw, toggleTogether, turnLayout } from './view';
import type { FedItem } from './workbench';

type Desk = {
  current: FedItem;
  open: Open;
  setOpen: Dispatch<SetStateAction<Open>>;
  submit: () => void;
  takeBack: () => void;
  onMany: () => void;
  onPalette: () => void;
  say: (words: string) => void;
};

/** Ties the table of commands to the item on the screen. */
export function useCommandsFor(desk: Desk): void {
  const { t } = useTranslation('label');
  const { current, open, setOpen, say } = desk;
  const { item } = current;
  useSignsOfLife(current);
  const pictures = [...current.pictures.keys()];
  const several = item.responses.length > 1;
  const handlers: Handlers = {
    submit: () => void desk.submit(),
    skip: () => setOpen('skip'),
    takeBack: () => void desk.takeBack(),
    previousDone: () => setOpen({ done: null }),
    comment: () => setOpen('comment'),
    flag: () => setOpen('flag'),
    nextResponse: () => stepTarget(item, 1),
    previousResponse: () => stepTarget(item, -1),
    nextQuestion: () => stepQuestion(item, 1),
    previousQuestion: () => stepQuestion(item, -1),
    rankUp: () => rankCurrent(item, (ranks, id) => shift(ranks, id, -1)),
    rankDown: () => rankCurrent(item, (ranks, id) => shift(ranks, id, 1)),
    tie: () => rankCurrent(item, tieWithAbove, true),
    clear: () => clear(item),
    write: () => focusField(item),
    mark: () => focusSurface(item),
    leaveField: () => (open === 'guidelines' && !inField() ? setOpen(null) : focusMain()),
    scrollDown: () => scroll(1),
    scrollUp: () => scroll(-1),
    raw: () => toggleRaw(),
    fold: () => toggleFolded(),
    guidelines: () => setOpen((now) => (now === 'guidelines' ? null : 'guidelines')),
    palette: () => desk.onPalette(),
    settings: () => settingsOpen.set(true),
    help: () => setOpen('help'),
    ...(item.proposals && {
      suggestions: () => item.proposals?.toggle(),
      accept: () => item.accept(),
    }),
    ...(item.responses.length > 0 && { layout: () => say(t(`layouts.${turnLayout()}`)) }),
    ...(several && { together: () => toggleTogether(), differences: () => setOpen('differences') }),
    ...(pictures[0] !== undefined && { zoom: () => setOpen({ zoom: pictures[0] ?? '' }) }),
    ...(isQuick(current.assignment) && { bulk: () => desk.onMany() }),
  };
  useCommands(open === null || open === 'guidelines', handlers, (key) => item.press(key));
}

/** The watch of the item runs while there are signs of life, and stands while the page is out of sight. */
function useSignsOfLife({ watch }: FedItem): void {
  useEffect(() => {
    const alive = () => {
      if (document.visibilityState === 'visible') watch.tick();
    };
    const seen = () => (document.visibilityState === 'visible' ? watch.tick() : watch.pause());
    alive();
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const sign of signs) document.addEventListener(sign, alive, { passive: true });
    document.addEventListener('visibilitychange', seen);
    return () => {
      for (const sign of signs) document.removeEventListener(sign, alive);
      document.removeEventListener('visibilitychange', seen);
      watch.pause();
    };
  }, [watch]);
}

const liveMain = () => document.getElementById('main');
const inField = () =>
  document.activeElement instanceof HTMLElement && document.activeElement.matches('textarea, input');
const focusMain = (): void => liveMain()?.focus({ preventScroll: true });

/** At either end the key still belongs to the responses: the page must not scroll instead. */
function stepTarget(item: Item, by: -1 | 1): boolean {
  const scope = item.active()?.question.scope ?? 'item';
  if (scope === 'item' && item.responses.length === 0) return false;
  item.stepTarget(by);
  return true;
}

function stepQuestion(item: Item, by: -1 | 1): boolean {
  item.stepQuestion(by);
  return true;
}

/** The text or picture where the active question is answered, or else the first of the item that is marked. */
function focusSurface(item: Item): boolean {
  const on = item.active()?.on ?? '';
  const main = liveMain();
  const surface =
    main?.querySelector<HTMLElement>(`[data-surface][data-on="${CSS.escape(on)}"]`) ??
    main?.querySelector<HTMLElement>('[data-surface]');
  if (!surface) return false;
  surface.focus({ preventScroll: true });
  surface.scrollIntoView({ block: 'nearest' });
  return true;
}

const isWriting = ({ kind }: Question): boolean => kind === 'text' || kind === 'dialogue';

/** The text field of the active question, or else of the first question that is written. */
function focusField(item: Item): boolean {
  const active = item.active();
  const wanted =
    active && isWriting(active.question)
      ? active.question.name
      : item.places().find(({ question }) => isWriting(question))?.question.name;
  if (!wanted) return false;
  // The field of a question about responses is drawn for the current response only; the next key must find it there.
  flushSync(() => item.goTo({ question: wanted }));
  const block = liveMain()?.querySelector(`[data-question="${CSS.escape(wanted)}"]`);
  block?.querySelector<HTMLElement>('[data-write]')?.focus();
  return true;
}

function rankingOf(item: Item): RankingQuestion | undefined {
  const active = item.active()?.question;
  if (active?.kind === 'ranking') return active;
  return item.places().flatMap(({ question }) => (question.kind === 'ranking' ? [question] : []))[0];
}

function rankCurrent(
  item: Item,
  change: (ranks: string[][], id: string) => string[][],
  ties = false,
): boolean {
  const question = rankingOf(item);
  const { response } = item.state.get();
  if (!question || !response || (ties && !question.ties)) return false;
  const place = { question, on: 'item' };
  const value = item.value(place) as RankingValue | undefined;
  item.goTo({ question: question.name });
  item.set(place, { ranks: change(value?.ranks ?? [], response) });
  return true;
}

/** Takes the current answer back; where there is none yet, the one before it, as Backspace does in a text. */
function clear(item: Item): boolean {
  const place = item.active();
  if (!place || isWriting(place.question)) return false;
  if (place.question.kind === 'ranking') {
    const value = item.value(place) as RankingValue | undefined;
    const has = (id: string | null) =>
      id !== null && (value?.ranks.some((rank) => rank.includes(id)) ?? false);
    if (!has(item.state.get().response)) item.stepResponse(-1);
    const { response } = item.state.get();
    const ranks = response ? remove(value?.ranks ?? [], response) : [];
    item.set(place, ranks.length > 0 ? { ranks } : undefined);
    return true;
  }
  if (item.value(place) === undefined && place.question.scope !== 'item') item.stepTarget(-1);
  const now = item.active();
  if (now) item.set(now, undefined);
  return true;
}

/** Space turns a page of the responses, or of the source where there are none. */
function scroll(by: -1 | 1): boolean {
  const main = liveMain();
  const column =
    main?.querySelector('[data-together] [data-current]') ??
    main?.querySelector('[data-scrolls="main"]') ??
    main?.querySelector('[data-scrolls]');
  const target = main && main.scrollHeight > main.clientHeight ? main : column;
  target?.scrollBy({ top: by * target.clientHeight * 0.85, behavior: 'smooth' });
  return true;
}
