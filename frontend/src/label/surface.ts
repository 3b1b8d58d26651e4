import { createContext, useContext } from 'react';
import type { Question } from '../api/types';
import type { Kind, Target } from '../questions/kind';
import { kindOf } from '../questions/kinds';
import type { Item } from './item';

/** The item whose content is drawn, and whether it is on the screen. Null where content is only read. */
export const ItemContext = createContext<{ item: Item; live: boolean } | null>(null);

type Draws = 'Text' | 'Pictures';
type Surface<Part extends Draws> = {
  Part: NonNullable<Kind<Question, never>[Part]>;
  item: Item;
  live: boolean;
  target: Target;
  questions: readonly Question[];
};

/** The kind that draws this text or these pictures, because a question is answered on them; null for most content. */
export function useSurface<Part extends Draws>(part: Part, on: string): Surface<Part> | null {
  const context = useContext(ItemContext);
  if (!context) return null;
  const { item, live } = context;
  const here = item.places().filter((place) => place.on === on && kindOf(place.question)[part]);
  const [first] = here;
  if (!first) return null;
  // One kind draws a text; its questions about the text share the surface.
  const questions = here.flatMap(({ question }) => (question.kind === first.question.kind ? [question] : []));
  const Part = kindOf(first.question)[part] as Surface<Part>['Part'];
  return { Part, item, live, target: first.target, questions };
}
