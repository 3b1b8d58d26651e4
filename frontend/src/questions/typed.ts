import { useEffect, useSyncExternalStore } from 'react';
import type { Question } from '../api/types';
import { plainKeyOf } from '../keys/chord';
import type { Item } from '../label/item';
import { Signal } from '../queue/signal';

/** Where digits are typed: the question on the screen, and what it asks about. */
type Where = { question: Question; on: string };
/** Digits of a key that may become longer: "1" where there is a "12" too. */
export const typed = new Signal<(Where & { digits: string }) | null>(null);

/** Pressed in place of a key, it takes the digits typed so far as they are. */
export const TAKE = 'Enter';
/** So long more digits are waited for. */
const PATIENCE = 700;

/** Numbers from 1 as keys, of as many digits as it takes. */
export const numbered = (at: number): string => String(at + 1);

const digitsAt = ({ question, on }: Where): string => {
  const now = typed.get();
  return now && now.question === question && now.on === on ? now.digits : '';
};

/**
 * Which of the keys is meant by a press: its place, `waits` while more digits may follow, null when none is. A digit
 * that no key goes on with starts afresh.
 */
export function keyTyped(
  keys: readonly (string | undefined)[],
  where: Where,
  key: string,
): number | 'waits' | null {
  const before = digitsAt(where);
  const found = (wanted: string) => {
    const at = wanted ? keys.indexOf(wanted) : -1;
    return at < 0 ? null : at;
  };
  if (key === TAKE) {
    if (before) typed.set(null);
    return found(before);
  }
  if (!/^\d$/.test(key)) return found(key);
  const digits = before + key;
  if (goesOn(keys, digits)) {
    typed.set({ ...where, digits });
    return 'waits';
  }
  if (before) typed.set(null);
  const at = found(digits);
  return at === null && before ? keyTyped(keys, where, key) : at;
}

const goesOn = (keys: readonly (string | undefined)[], digits: string): boolean =>
  keys.some((each) => each && each.length > digits.length && each.startsWith(digits));

/**
 * The digits typed so far, to be shown. They are taken after a moment, by Enter, or by any key that does not go on with
 * them; Escape and Backspace forget them.
 */
export function useTyped(
  item: Item,
  question: Question,
  on: string,
  keys: readonly (string | undefined)[],
  enabled: boolean,
): string {
  useSyncExternalStore(typed.subscribe, typed.get);
  const digits = enabled ? digitsAt({ question, on }) : '';
  const possible = keys.join(' ');
  useEffect(() => {
    if (!digits) return;
    const take = () => void item.press(TAKE);
    const forget = () => typed.get()?.digits === digits && typed.set(null);
    const timer = setTimeout(take, PATIENCE);
    const listen = (event: KeyboardEvent) => {
      if (/^(Shift|Control|Alt|Meta|AltGraph)$/.test(event.key)) return;
      const plain = plainKeyOf(event);
      const all = possible.split(' ');
      if (plain && /\d/.test(plain) && all.some((each) => each.startsWith(digits + plain))) return;
      if (event.key === 'Escape' || event.key === 'Backspace') forget();
      else take();
      if (!/^(Escape|Backspace|Enter)$/.test(event.key) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', listen, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', listen, true);
      forget();
    };
  }, [item, digits, possible]);
  return digits;
}
