import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { Desk, type DeskState, type Host } from '../../image/desk';
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

type Habit = Pick<DeskState, 'tool' | 'labels' | 'named'>;
/** The tool and the labels stay in the hand from one item to the next. */
const habits = new Map<string, Habit>();

function create(item: Item, question: RegionsQuestion, on: string): Desk {
  const { name, shapes, options } = question;
  const key = JSON.stringify([name, shapes, options.map(({ value }) => value)]);
  const desk = new Desk(hostOf(item, question, on), habits.get(key));
  desk.state.subscribe(() => {
    const { tool, labels, named } = desk.state.get();
    habits.set(key, {
      tool: tool === 'select' ? (habits.get(key)?.tool ?? shapes[0] ?? tool) : tool,
      labels,
      named,
    });
  });
  return desk;
}

const hostOf = (item: Item, question: RegionsQuestion, on: string): Host => ({
  get: () => (item.value({ question, on }) as RegionsValue | undefined)?.regions,
  // The list itself is kept, so that the desk knows it again.
  set: (regions) => item.set({ question, on }, regions && { regions: regions as Region[] }),
  shapes: question.shapes,
  labels: question.options.map(({ value }) => value),
  multiple: question.multiple,
});
