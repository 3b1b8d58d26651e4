import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { Desk } from '../../image/desk';
import type { Item } from '../../label/item';

const desks = new WeakMap<Item, Map<string, Desk>>();

/** The drawing of one answer. The picture and the field beside it share it, for as long as the item is there. */
export function deskOf(item: Item, question: RegionsQuestion, on: string): Desk {
  const known = desks.get(item) ?? new Map<string, Desk>();
  desks.set(item, known);
  const key = `${question.name} ${on}`;
  const desk = known.get(key) ?? create(item, question, on);
  known.set(key, desk);
  return desk;
}

const create = (item: Item, question: RegionsQuestion, on: string): Desk =>
  new Desk({
    get: () => (item.value({ question, on }) as RegionsValue | undefined)?.regions,
    // The list itself is kept, so that the desk knows it again.
    set: (regions) => item.set({ question, on }, regions && { regions: regions as Region[] }),
    shapes: question.shapes,
    labels: question.options.map(({ value }) => value),
    multiple: question.multiple,
  });
