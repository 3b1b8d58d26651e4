import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { Desk, type DeskState, type Host } from '../../image/desk';
import { isPath, type Point } from '../../image/geometry';
import type { Item } from '../../label/item';
import { keyOf } from '../form';

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
  keepSketch(desk, item, keyOf(name, on));
  return desk;
}

/** Corners placed so far outlive a reload. Only shapes of many corners: the one corner of a box is placed again at once. */
function keepSketch(desk: Desk, item: Item, place: string): void {
  const kept = item.sketches.get(place);
  if (kept && desk.host.shapes.includes(kept.shape))
    desk.resume(kept.shape, kept.points as Point[], kept.labels, kept.image);
  let before = [desk.live.get().placed, desk.state.get().labels];
  const keep = () => {
    const { placed } = desk.live.get();
    const { tool, labels, image } = desk.state.get();
    if (placed === before[0] && labels === before[1]) return;
    before = [placed, labels];
    const half = placed.length > 0 && tool !== 'select' && isPath(tool);
    item.sketches.put(
      place,
      half ? { shape: tool, points: [...placed], labels: [...labels], image } : undefined,
    );
  };
  desk.live.subscribe(keep);
  desk.state.subscribe(keep);
}

const hostOf = (item: Item, question: RegionsQuestion, on: string): Host => ({
  get: () => (item.value({ question, on }) as RegionsValue | undefined)?.regions,
  // The list itself is kept, so that the desk knows it again.
  set: (regions) => item.set({ question, on }, regions && { regions: regions as Region[] }),
  shapes: question.shapes,
  labels: question.options.map(({ value }) => value),
  multiple: question.multiple,
  accept: () => {
    const place = item.places().find((each) => each.question === question && each.on === on);
    if (place) item.accept(place);
  },
});
