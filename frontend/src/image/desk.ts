import type { Region, Shape } from '../api/types';
import { Signal } from '../queue/signal';
import {
  boundsOf,
  boxBetween,
  canonicalPoints,
  clamp,
  distance,
  FEWEST,
  grown,
  inside,
  isPath,
  isWhole,
  MOST_POINTS,
  middles,
  moved,
  outline,
  type Point,
  type Size,
  turned,
  withCorner,
  withNewCorner,
  withoutCorner,
} from './geometry';
import { History } from './history';

export type Tool = 'select' | Shape;
export type Regions = readonly Region[] | undefined;

export type DeskState = {
  tool: Tool;
  /** Which region is picked, by its place in the list. */
  selected: number | null;
  /** Which of its corners the arrow keys move. */
  corner: number | null;
  /** The labels of what is drawn next. */
  labels: readonly string[];
  /** Which picture is on the canvas. */
  image: number;
  hidden: ReadonlySet<Region>;
  locked: ReadonlySet<Region>;
  /** Whether only the picked region is drawn. */
  alone: boolean;
  /** Whether shapes carry their labels. */
  named: boolean;
};
/** What changes with every move of the pointer; only the top layer of the canvas follows it. */
export type Live = {
  /** The corners placed so far. */
  placed: readonly Point[];
  /** Where the next corner would come: the pointer, or the cursor of the keyboard. */
  at: Point | null;
  byKeys: boolean;
  /** The picked region as it is being dragged. */
  dragged: Point[] | null;
};
const STILL: Live = { placed: [], at: null, byKeys: false, dragged: null };

/** Where the regions are kept, and what may be drawn. */
export type Host = {
  get: () => Regions;
  set: (regions: Regions) => void;
  shapes: readonly Shape[];
  /** Values of the labels, in order. */
  labels: readonly string[];
  /** Whether a region may carry several. */
  multiple: boolean;
  /** Takes over what is proposed. */
  accept: () => void;
};
/** What happened, for people who do not see it. */
export type Event = {
  what: 'selected' | 'changed' | 'added' | 'removed' | 'undone' | 'redone' | 'labels';
  at: number;
};

export const pointsOf = (region: Region): Point[] => region.points as Point[];
export const imageOf = (region: Region): number => region.image ?? 0;

/**
 * The drawing of one answer: its tools, what is picked, and every change that hands and keys can make, each of which
 * can be undone. It is read at the moment of a press, never through a rendered copy.
 */
export class Desk {
  readonly host: Host;
  readonly state: Signal<DeskState>;
  readonly live = new Signal<Live>(STILL);
  readonly event = new Signal<Event | null>(null);
  /** Sizes of the pictures; a picture that could not be loaded has none and cannot be drawn on. */
  sizes: readonly (Size | undefined)[] = [];
  /** Shapes that are proposed and not drawn by anybody. */
  ghosts: readonly Region[] = [];
  /** The canvas on the screen, which takes the focus. */
  canvas: HTMLElement | null = null;
  readonly #history = new History<Regions>();
  #known: Regions;
  /** Where the last region that was picked stood, so that steps go on from there. */
  #left = 0;

  /** `start` is what a desk before it was left at, such as its tool and its labels. */
  constructor(host: Host, start: Partial<DeskState> = {}) {
    this.host = host;
    this.#known = host.get();
    this.state = new Signal<DeskState>({
      tool: host.shapes[0] ?? 'select',
      selected: null,
      corner: null,
      labels: host.labels.length === 1 ? host.labels : [],
      image: 0,
      hidden: new Set(),
      locked: new Set(),
      alone: false,
      named: true,
      ...start,
    });
  }

  // What is there

  get regions(): readonly Region[] {
    return this.host.get() ?? [];
  }
  /** The picked region; null as well when it went away by other hands. */
  get selected(): Region | null {
    const { selected } = this.state.get();
    return (selected === null ? null : this.regions[selected]) ?? null;
  }
  get size(): Size {
    return this.sizes[this.state.get().image] ?? { width: 0, height: 0 };
  }
  get drawing(): boolean {
    return this.live.get().placed.length > 0;
  }
  isFree(region: Region): boolean {
    return !this.state.get().locked.has(region) && !this.state.get().hidden.has(region);
  }
  patch(change: Partial<DeskState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
  #say(what: Event['what'], at = this.state.get().selected ?? -1): void {
    this.event.set({ what, at });
  }

  /** Goes on with corners that were placed before a reload. */
  resume(tool: Shape, placed: readonly Point[], labels: readonly string[], image: number): void {
    this.patch({ tool, labels, image });
    this.live.set({ ...STILL, placed });
  }

  // Choosing

  choose(tool: Tool): boolean {
    if (tool !== 'select' && !this.host.shapes.includes(tool)) return false;
    this.live.set({ ...STILL, at: this.live.get().at });
    this.patch({ tool, corner: null });
    return true;
  }
  select(at: number | null): void {
    const region = at === null ? null : this.regions[at];
    if (!region) {
      this.patch({ selected: null, corner: null });
      return;
    }
    this.live.set(STILL);
    this.#left = at as number;
    this.patch({ selected: at, corner: null, image: imageOf(region) });
    this.#say('selected');
  }
  /** To the next region that is not hidden, round and round. */
  step(by: 1 | -1): void {
    const { regions } = this;
    const { selected, hidden } = this.state.get();
    const start = selected ?? (by === 1 ? this.#left - 1 : this.#left);
    for (let steps = 1; steps <= regions.length; steps += 1) {
      const at = (start + by * steps + regions.length * steps) % regions.length;
      if (hidden.has(regions[at] as Region)) continue;
      this.choose('select');
      this.select(at);
      return;
    }
  }
  /** To the next corner of the picked region, for the arrow keys. */
  stepCorner(): boolean {
    const region = this.selected;
    if (!region || region.shape === 'point') return false;
    const count = outline(region.shape, pointsOf(region)).length;
    const { corner } = this.state.get();
    this.patch({ corner: corner === null ? 0 : (corner + 1) % count });
    return true;
  }
  show(image: number): void {
    this.live.set(STILL);
    this.patch({ image, selected: null, corner: null });
  }

  /**
   * Gives a label. While drawing it is for what comes next, and for the last shape where that has none yet; else it is
   * for the picked region. Either way it sticks.
   */
  label(value: string): void {
    const { tool, selected, labels } = this.state.get();
    const region = this.selected;
    const forRegion = region && (tool === 'select' || region.labels.length === 0) && !this.drawing;
    const sticking = forRegion ? region.labels : labels;
    const next = this.#toggled(sticking, value);
    this.patch({ labels: next });
    if (forRegion) this.relabel(selected as number, next);
    else this.#say('labels');
  }
  #toggled(labels: readonly string[], value: string): string[] {
    if (!this.host.multiple) return [value];
    const next = labels.includes(value) ? labels.filter((each) => each !== value) : [...labels, value];
    return this.host.labels.filter((each) => next.includes(each));
  }
  relabel(at: number, labels: readonly string[]): void {
    const region = this.regions[at];
    if (region && !this.state.get().locked.has(region))
      this.#replace(at, (old) => ({ ...old, labels: [...labels] }));
  }

  // Changing

  #write(regions: readonly Region[], state: Partial<DeskState> = {}, sort = ''): void {
    const now = this.host.get();
    // Somebody else changed the answer in between, such as a suggestion that was taken: that is a step of its own.
    if (now !== this.#known) this.#history.before(this.#known);
    this.#history.before(now, sort);
    this.#put(regions.length > 0 ? regions : undefined, state);
  }
  #put(regions: Regions, state: Partial<DeskState> = {}): void {
    this.#known = regions;
    this.live.set({ ...this.live.get(), placed: [], dragged: null });
    this.patch(state);
    this.host.set(regions);
  }
  #replace(at: number, change: (region: Region) => Region, sort = ''): void {
    const old = this.regions[at];
    if (!old) return;
    const region = change(old);
    const { hidden } = this.state.get();
    // A locked region is never replaced, a hidden one may be: it stays hidden.
    const carried = hidden.has(old) ? { hidden: having(hidden, region, true) } : {};
    this.#write(this.regions.with(at, region), carried, sort);
    this.#say('changed', at);
  }
  /** Changes the points of the picked region, unless it is locked. */
  reshape(change: (points: Point[], region: Region, size: Size) => Point[], sort = ''): boolean {
    const { selected } = this.state.get();
    const region = this.selected;
    const size = region && this.sizes[imageOf(region)];
    if (selected === null || !region || !size || !this.isFree(region)) return false;
    const points = canonicalPoints(region.shape, change(pointsOf(region), region, size));
    if (!isWhole(region.shape, points) || String(points) === String(region.points)) return false;
    this.#replace(selected, (old) => ({ ...old, points }), sort && `${sort} ${selected}`);
    return true;
  }
  nudge(by: Point): void {
    const { corner } = this.state.get();
    this.reshape((points, { shape }, size) => {
      if (corner === null) return moved(points, by, size);
      const [x, y] = outline(shape, points)[corner] ?? [0, 0];
      return withCorner(shape, points, corner, [x + by[0], y + by[1]], size);
    }, `nudge ${corner}`);
  }
  grow(by: Point): void {
    this.reshape((points, { shape }, size) => grown(shape, points, by, size), 'grow');
  }
  turn(degrees: number): void {
    this.reshape((points, { shape }, size) => turned(shape, points, (degrees * Math.PI) / 180, size), 'turn');
  }
  /** A corner more, in the middle of the edge after the given one. */
  insertCorner(after: number, at?: Point): boolean {
    const done = this.reshape((points, { shape }) => {
      const middle = at ?? middles(shape, points)[after];
      return middle ? withNewCorner(points, after, middle) : points;
    });
    if (done && this.state.get().corner !== null) this.patch({ corner: after + 1 });
    return done;
  }
  removeCorner(at: number): boolean {
    const done = this.reshape((points, { shape }) => withoutCorner(shape, points, at));
    const region = this.selected;
    if (done && region && this.state.get().corner !== null)
      this.patch({ corner: clamp(at, 0, region.points.length - 1) });
    return done;
  }

  /** Takes a region away; without one the picked one, or while drawing the last corner, or the corner that is moved. */
  remove(at = this.state.get().selected): boolean {
    const live = this.live.get();
    if (this.drawing) {
      this.live.set({ ...live, placed: live.placed.slice(0, -1) });
      return true;
    }
    const region = at === null ? undefined : this.regions[at];
    if (at === null || !region || this.state.get().locked.has(region)) return false;
    const { corner, selected } = this.state.get();
    if (corner !== null && at === selected && isPath(region.shape)) return this.removeCorner(corner);
    const next = selected === null || selected === at ? null : selected > at ? selected - 1 : selected;
    this.#left = at;
    this.#write(this.regions.toSpliced(at, 1), { selected: next, corner: null });
    this.#say('removed', at);
    return true;
  }
  /** A copy beside the picked region; with a corner picked, one corner more. */
  copy(): boolean {
    const region = this.selected;
    const size = region && this.sizes[imageOf(region)];
    if (!region || !size) return false;
    const { corner } = this.state.get();
    if (corner !== null) return isPath(region.shape) && this.insertCorner(corner);
    const by = Math.max(2, Math.round(Math.min(size.width, size.height) / 50));
    const shifted = [by, -by].map((each) => moved(pointsOf(region), [each, each], size));
    const points = shifted.find((each) => String(each) !== String(region.points)) ?? pointsOf(region);
    this.#append({ ...region, points: canonicalPoints(region.shape, points) });
    return true;
  }
  #append(region: Region): void {
    const { regions } = this;
    this.#write([...regions, region], { selected: regions.length, corner: null });
    this.#say('added');
  }
  /** To the front or to the back of all. */
  order(to: 'front' | 'back', at = this.state.get().selected): boolean {
    const region = at === null ? undefined : this.regions[at];
    if (at === null || !region) return false;
    const rest = this.regions.toSpliced(at, 1);
    const regions = to === 'front' ? [...rest, region] : [region, ...rest];
    if (regions.every((each, index) => each === this.regions[index])) return true;
    this.#write(regions, { selected: regions.indexOf(region), corner: null });
    this.#say('changed');
    return true;
  }
  /** Says that there is nothing to mark, or takes that back. Never throws a drawing away. */
  nothing(): boolean {
    const now = this.host.get();
    if (now && now.length > 0) return false;
    this.#history.before(now);
    this.#put(now ? undefined : [], { selected: null, corner: null });
    return true;
  }
  hide(region: Region, hidden: boolean): void {
    this.patch({ hidden: having(this.state.get().hidden, region, hidden) });
  }
  lock(region: Region, locked: boolean): void {
    this.patch({ locked: having(this.state.get().locked, region, locked) });
  }

  get canUndo(): boolean {
    return this.drawing || this.#history.canUndo || this.host.get() !== this.#known;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  undo(): boolean {
    if (this.drawing) return this.remove();
    const now = this.host.get();
    if (now !== this.#known) this.#history.before(this.#known);
    return this.#goBack('undone', this.#history.undo(now));
  }
  redo(): boolean {
    return this.#goBack('redone', this.#history.redo(this.host.get()));
  }
  #goBack(what: 'undone' | 'redone', regions: Regions): boolean {
    if (regions === this.host.get()) return true;
    const { selected } = this.state.get();
    this.#put(regions, { selected: regions?.[selected ?? -1] ? selected : null, corner: null });
    this.#say(what);
    return true;
  }

  // Drawing

  /** Puts the next corner at a place. `near` is how close to a corner means that corner, in pixels of the picture. */
  place(given: Point, near = 0): void {
    const { tool } = this.state.get();
    const { size } = this;
    if (tool === 'select' || !size.width) return;
    const at = inside(given, size);
    const { placed } = this.live.get();
    const [first] = placed;
    if (tool === 'point') this.#draw([at]);
    else if (!isPath(tool) && first) this.#draw(boxBetween(tool, first, at, size));
    else if (isPath(tool) && this.#closes(at, near)) this.close();
    else if (placed.length < MOST_POINTS) this.live.set({ ...this.live.get(), placed: [...placed, at], at });
  }
  /** Pressing the last corner again ends a shape; so does pressing the first one of a polygon. */
  #closes(at: Point, near: number): boolean {
    const { placed } = this.live.get();
    const { tool } = this.state.get();
    const [first, last] = [placed[0], placed.at(-1)];
    if (!first || !last) return false;
    const onFirst = tool === 'polygon' && placed.length >= FEWEST.polygon && distance(first, at) <= near;
    return onFirst || distance(last, at) <= near / 2;
  }
  /** Ends the polygon or line that is being drawn; nothing happens while it has too few corners. */
  close(): boolean {
    const { tool } = this.state.get();
    const { placed } = this.live.get();
    if ((tool !== 'polygon' && tool !== 'line') || !isWhole(tool, placed)) return false;
    this.#draw([...placed]);
    return true;
  }
  /** Gives up what is being drawn, dragged or moved by its corner. */
  cancel(): boolean {
    const { placed, dragged } = this.live.get();
    const { corner } = this.state.get();
    if (placed.length === 0 && !dragged && corner === null) return false;
    this.live.set({ ...this.live.get(), placed: [], dragged: null });
    this.patch({ corner: null });
    return true;
  }
  #draw(points: Point[]): void {
    const { tool, labels, image } = this.state.get();
    if (tool === 'select') return;
    const region: Region = { shape: tool, points: canonicalPoints(tool, points), labels: [...labels] };
    this.#append(image > 0 ? { ...region, image } : region);
  }

  /** Moves the keyboard's cursor, which begins at `start`. */
  moveCursor([byX, byY]: Point, start: Point): Point {
    const live = this.live.get();
    const [x, y] = live.at ?? start;
    const at = inside([Math.round(x) + byX, Math.round(y) + byY], this.size);
    this.live.set({ ...live, at, byKeys: true });
    return at;
  }
  /** Where the pointer is; null when it left. */
  point(at: Point | null): void {
    this.live.set({ ...this.live.get(), at: at && inside(at, this.size), byKeys: false });
  }

  // Dragging the picked region: seen at once, kept when it is let go

  drag(points: Point[]): void {
    this.live.set({ ...this.live.get(), dragged: points });
  }
  drop(): void {
    const { dragged } = this.live.get();
    if (!dragged) return;
    if (!this.reshape(() => dragged)) this.live.set({ ...this.live.get(), dragged: null });
  }
}

const having = <Each>(set: ReadonlySet<Each>, each: Each, wanted: boolean): ReadonlySet<Each> => {
  const next = new Set(set);
  if (wanted) next.add(each);
  else next.delete(each);
  return next;
};

/** What a person would call its place: the top left corner and the size, in whole pixels. */
export function placeOf(region: Region): { x: number; y: number; width: number; height: number } {
  const { x, y, width, height } = boundsOf(pointsOf(region));
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
