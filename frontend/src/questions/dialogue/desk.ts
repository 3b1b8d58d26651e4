import { createContext, useContext } from 'react';
import type { DialogueQuestion } from '../../api/types';
import type { Item } from '../../label/item';
import type { Composer } from './composer';
import type { Place, Sender } from './pictures';
import type { Missing } from './rules';

/** What the parts of one dialogue share. */
export type Desk = {
  question: DialogueQuestion;
  item: Item;
  composer: Composer;
  sender: Sender;
  /** The block that the keyboard goes back to, as `blockOf` names it. */
  current: string;
  /** What is missing, once a submission was tried. */
  missing: readonly Missing[];
  /** How many turns stand before the first one: those of the conversation that it goes on from. */
  first: number;
  id: string;
  live: boolean;
  /** Tells what happened to those who do not see it. */
  say: (words: string) => void;
  /** Tells what is gone, and how it comes back. */
  offer: (words: string, undo: () => void) => void;
  /** Puts the focus into a block once it is drawn. */
  goTo: (place: Place) => void;
  onZoom: (assets: readonly string[], first: string) => void;
};

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Outside a dialogue');
  return desk;
}

/** A prompt or a response in one word: `t1`, `t1/r2`. */
export const blockOf = ({ turn, response }: Place): string => (response ? `${turn}/${response}` : turn);
export function placeOf(block: string): Place {
  const [turn = '', response = null] = block.split('/');
  return { turn, response };
}
