import { useEffect, useState } from 'react';
import { useMode } from '../../keys/useCommands';
import { stretchOf } from '../../text/words';
import { optionFor } from '../optionKeys';
import { surfaceNear } from './marking';
import { reveal } from './reveal';
import { NOTHING_KEY } from './rules';
import type { Selecting } from './selecting';

/** The keyboard while the focus is in a text that is marked. */
export function useKeys(
  selecting: Selecting,
  text: React.RefObject<HTMLDivElement | null>,
  live: boolean,
): { enter: () => void; leave: () => void } {
  const [inside, setInside] = useState(false);
  const seen = (act: () => void) => () => {
    act();
    follow(selecting);
    return true;
  };
  useMode(
    'spans',
    live && inside,
    {
      wordRight: seen(() => selecting.go('word', true)),
      wordLeft: seen(() => selecting.go('word', false)),
      characterRight: seen(() => selecting.go('character', true)),
      characterLeft: seen(() => selecting.go('character', false)),
      extendRight: seen(() => selecting.extend('word', true)),
      extendLeft: seen(() => selecting.extend('word', false)),
      extendCharacterRight: seen(() => selecting.extend('character', true)),
      extendCharacterLeft: seen(() => selecting.extend('character', false)),
      lineDown: seen(() => goByLine(selecting, text.current, 1, false)),
      lineUp: seen(() => goByLine(selecting, text.current, -1, false)),
      nextSpan: seen(() => selecting.goToMark(1)),
      previousSpan: seen(() => selecting.goToMark(-1)),
      removeSpan: seen(() => selecting.remove()),
    },
    (key) => pressed(selecting, key, text.current),
  );
  useEffect(() => {
    const element = text.current;
    if (!element) return;
    const listen = (event: KeyboardEvent) => {
      if (ownKey(selecting, element, event)) event.preventDefault();
    };
    // The list of marks leads here.
    const jump = () => {
      const { current } = selecting;
      element.focus({ preventScroll: true });
      selecting.pick(current);
      follow(selecting);
    };
    element.addEventListener('keydown', listen);
    element.addEventListener('concord-jump', jump);
    return () => {
      element.removeEventListener('keydown', listen);
      element.removeEventListener('concord-jump', jump);
    };
  }, [selecting, text]);
  return {
    enter: () => setInside(true),
    leave: () => {
      setInside(false);
      selecting.leave();
    },
  };
}

function pressed(selecting: Selecting, key: string, text: HTMLElement | null): boolean {
  const { question } = selecting.place;
  const option = question.options[optionFor(question.options, key, undefined, 'spans')];
  if (option) return selecting.label(option.value) || true;
  if (key !== NOTHING_KEY || !selecting.item.press(key)) return false;
  const next = selecting.item.active();
  // The keyboard has gone on to the next text, and the focus goes with it.
  if (next && next.on !== selecting.place.on) (surfaceNear(text, next.on) ?? text?.closest('main'))?.focus();
  return true;
}

/** Keys that move in every text: by lines with Shift; Home and End choose which end of a mark is moved. */
function ownKey(selecting: Selecting, text: HTMLElement, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    goByLine(selecting, text, event.key === 'ArrowDown' ? 1 : -1, true);
    follow(selecting);
    return true;
  }
  if ((event.key === 'Home' || event.key === 'End') && selecting.current) {
    selecting.edge = event.key === 'Home' ? 'start' : 'end';
    return true;
  }
  return false;
}

/** A caret in a cell may need more than one step to leave its line. */
const MOST_STEPS = 4;

/** The browser knows its lines: a caret of its own is put where ours is, moved, and read. */
function goByLine(selecting: Selecting, text: HTMLElement | null, by: -1 | 1, extending: boolean): void {
  const place = placeByLine(selecting, text, by, extending);
  if (place !== null) selecting.goToPlace(place, extending);
  else if (extending) selecting.extend('word', by > 0);
  else selecting.go('word', by > 0);
}

function placeByLine(
  selecting: Selecting,
  text: HTMLElement | null,
  by: -1 | 1,
  extending: boolean,
): number | null {
  const { drawn } = selecting;
  const { caret } = selecting.state.get();
  const selection = getSelection();
  if (!caret || !drawn || !selection || typeof selection.modify !== 'function') return null;
  const { start, end } = stretchOf(caret);
  const at = extending ? caret.head : start;
  const point = drawn.rangeOf({ start: at, end: at });
  if (!point) return null;
  selection.collapse(point.startContainer, point.startOffset);
  for (let step = 0; step < MOST_STEPS; step++) {
    selection.modify('move', by > 0 ? 'forward' : 'backward', 'line');
    const { focusNode, focusOffset } = selection;
    if (!focusNode || !text?.contains(focusNode)) return null;
    const place = drawn.placeOf(focusNode, focusOffset);
    if (place !== null && (by > 0 ? place > (extending ? at : end) : place < (extending ? at : start)))
      return place;
  }
  return null;
}

/** What is selected is the browser's selection too, for copying and for screen readers, and in sight. */
export function follow(selecting: Selecting): void {
  const shown = selecting.shown();
  const range = shown && selecting.drawn?.rangeOf(shown);
  if (!range) return;
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  reveal(range);
}
