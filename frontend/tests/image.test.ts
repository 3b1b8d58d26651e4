import { describe, expect, test } from 'vitest';
import type { Region, Shape } from '../src/api/types';
import { Camera } from '../src/image/camera';
import { Desk, type Host, pointsOf, type Regions } from '../src/image/desk';
import {
  boundsOf,
  boxBetween,
  canonicalPoints,
  contains,
  distance,
  distanceToEdge,
  frameOf,
  gripOf,
  grown,
  hit,
  isWhole,
  middles,
  moved,
  outline,
  type Point,
  pathOf,
  pulled,
  SIDES,
  turned,
  withCorner,
  withNewCorner,
  withoutCorner,
} from '../src/image/geometry';
import { gripAt, gripsOf, taken } from '../src/image/grips';
import { History } from '../src/image/history';
import { fitted, panned, showing, toPicture, zoomed } from '../src/image/viewport';

const SIZE = { width: 640, height: 480 };
const SHAPES: readonly Shape[] = ['box', 'rotated_box', 'polygon', 'point', 'line'];

/** Numbers that are the same in every run. */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * most;
  };
}
/** A shape that lies well inside, so that it can be turned. */
function someShape(shape: Shape, roll: (most: number) => number): Point[] {
  const middle: Point = [200 + roll(200), 180 + roll(120)];
  const around = (): Point => [middle[0] - 60 + roll(120), middle[1] - 60 + roll(120)];
  if (shape === 'point') return [middle];
  if (shape === 'polygon') return Array.from({ length: 3 + Math.floor(roll(6)) }, around);
  if (shape === 'line') return Array.from({ length: 2 + Math.floor(roll(6)) }, around);
  const box = boxBetween(shape, around(), around(), SIZE);
  return shape === 'box' ? box : turned(shape, box, roll(6), SIZE);
}
function forMany(check: (shape: Shape, points: Point[], roll: (most: number) => number) => void): void {
  const roll = dice(11);
  for (let at = 0; at < 400; at += 1) {
    const shape = SHAPES[at % SHAPES.length] as Shape;
    check(shape, someShape(shape, roll), roll);
  }
}
const near = (one: readonly Point[], other: readonly Point[], slack = 1e-6) =>
  one.length === other.length && one.every((point, at) => distance(point, other[at] as Point) <= slack);
const isInside = (points: readonly Point[]) =>
  points.every(([x, y]) => x >= -1e-6 && y >= -1e-6 && x <= 640 + 1e-6 && y <= 480 + 1e-6);

describe('shapes', () => {
  test('turned there and back a shape is what it was', () => {
    forMany((shape, points, roll) => {
      const angle = roll(6);
      const there = turned(shape, points, angle, SIZE);
      expect(near(turned(shape, there, -angle, SIZE), points)).toBe(true);
    });
  });
  test('what is moved keeps its form and never leaves the picture', () => {
    forMany((shape, points, roll) => {
      const there = moved(points, [roll(2000) - 1000, roll(2000) - 1000], SIZE);
      expect(isInside(there)).toBe(true);
      const { width, height } = boundsOf(points);
      expect(boundsOf(there).width).toBeCloseTo(width);
      expect(boundsOf(there).height).toBeCloseTo(height);
      expect(isWhole(shape, there)).toBe(true);
    });
  });
  test('pulling a handle leaves the opposite one where it is', () => {
    forMany((shape, points, roll) => {
      if (shape !== 'box' && shape !== 'rotated_box') return;
      for (const side of SIDES) {
        const opposite = [-side[0], -side[1]] as unknown as typeof side;
        const there = pulled(shape, points, side, [roll(900) - 100, roll(700) - 100], SIZE);
        expect(distance(gripOf(shape, there, opposite), gripOf(shape, points, opposite))).toBeLessThan(1e-6);
        expect(isInside(there)).toBe(true);
        expect(frameOf(shape, there).width).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(frameOf(shape, there).height).toBeGreaterThanOrEqual(1 - 1e-9);
      }
    });
  });
  test('a turned box stays one: it has its angle and square corners after any change', () => {
    forMany((shape, points, roll) => {
      if (shape !== 'rotated_box') return;
      const { angle } = frameOf(shape, points);
      const there = withCorner(shape, points, Math.floor(roll(4)), [roll(640), roll(480)], SIZE);
      expect(Math.cos(frameOf(shape, there).angle - angle)).toBeCloseTo(1);
      const [first, second, third, fourth] = there as [Point, Point, Point, Point];
      expect(distance(first, third)).toBeCloseTo(distance(second, fourth));
    });
  });
  test('canonical points are canonical', () => {
    forMany((shape, points) => {
      const once = canonicalPoints(shape, points);
      expect(canonicalPoints(shape, once)).toEqual(once);
      expect(isWhole(shape, once)).toBe(true);
    });
  });
  test('canonical points are stored as the server stores them', () => {
    expect(
      canonicalPoints('box', [
        [30.004, 5],
        [10, 40.129],
      ]),
    ).toEqual([
      [10, 5],
      [30, 40.13],
    ]);
    const clockwise: Point[] = [
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
    ];
    expect(canonicalPoints('rotated_box', clockwise)).toEqual(clockwise);
    const [first, second, third, fourth] = clockwise as [Point, Point, Point, Point];
    expect(canonicalPoints('rotated_box', [first, fourth, third, second])).toEqual(clockwise);
    expect(canonicalPoints('polygon', [first, second, third, first])).toEqual([first, second, third]);
    expect(Object.is(canonicalPoints('point', [[-0, 0.001]])[0]?.[0], 0)).toBe(true);
    expect(canonicalPoints('point', [[0.125, 2.675]])).toEqual([[0.12, 2.67]]);
    expect(canonicalPoints('point', [[0.375, 1.005]])).toEqual([[0.38, 1]]);
  });
  test('a box has sides of a pixel at least, also in a corner of the picture', () => {
    expect(boxBetween('box', [640, 480], [640, 480], SIZE)).toEqual([
      [639, 479],
      [640, 480],
    ]);
    expect(boxBetween('box', [-20, 50], [9, 10], SIZE)).toEqual([
      [0, 10],
      [9, 50],
    ]);
  });
  test('a place inside is inside, and the edge is no distance away', () => {
    forMany((shape, points) => {
      for (const corner of outline(shape, points))
        expect(distanceToEdge(shape, points, corner)).toBeCloseTo(0);
      if (shape === 'box' || shape === 'rotated_box')
        expect(contains(shape, points, frameOf(shape, points).middle)).toBe(true);
      expect(contains(shape, points, [639.5, 0.5])).toBe(false);
    });
  });
  test('a press picks the smallest shape under it, and of equals the upper', () => {
    const box = (x: number, y: number, side: number) => ({
      shape: 'box' as const,
      points: [
        [x, y],
        [x + side, y + side],
      ] as Point[],
    });
    const shapes = [box(10, 10, 20), box(0, 0, 100), box(10, 10, 20)];
    expect(hit(shapes, [15, 15], 0)).toBe(2);
    expect(hit(shapes, [60, 60], 0)).toBe(1);
    expect(hit(shapes, [103, 50], 5)).toBe(1);
    expect(hit(shapes, [120, 50], 5)).toBe(-1);
  });
  test('growing goes to the right and down, by the box’s own sides, and ends at the edge', () => {
    const box: Point[] = [
      [600, 10],
      [630, 20],
    ];
    expect(grown('box', box, [5, 2], SIZE)).toEqual([
      [600, 10],
      [635, 22],
    ]);
    expect(grown('box', box, [50, 0], SIZE)[1]?.[0]).toBe(640);
    expect(boundsOf(grown('box', box, [-500, -500], SIZE))).toEqual({ x: 600, y: 10, width: 1, height: 1 });
    const turnedBox = turned(
      'rotated_box',
      boxBetween('rotated_box', [100, 100], [140, 120], SIZE),
      0.5,
      SIZE,
    );
    const wider = grown('rotated_box', turnedBox, [10, 0], SIZE);
    expect(frameOf('rotated_box', wider).width).toBeCloseTo(50);
    expect(frameOf('rotated_box', wider).height).toBeCloseTo(20);
  });
  test('corners come and go, down to what the shape needs', () => {
    const triangle: Point[] = [
      [0, 0],
      [10, 0],
      [10, 10],
    ];
    expect(middles('polygon', triangle)).toEqual([
      [5, 0],
      [10, 5],
      [5, 5],
    ]);
    const square = withNewCorner(triangle, 2, [0, 10]);
    expect(square[3]).toEqual([0, 10]);
    expect(withoutCorner('polygon', square, 3)).toEqual(triangle);
    expect(withoutCorner('polygon', triangle, 0)).toEqual(triangle);
  });
  test('a path for SVG', () => {
    expect(pathOf('point', [[3, 4]])).toBe('M3 4h0.001');
    expect(
      pathOf('line', [
        [0, 0],
        [1, 2],
      ]),
    ).toBe('M0 0L1 2');
    expect(
      pathOf('box', [
        [0, 0],
        [1, 2],
      ]),
    ).toBe('M0 0L1 0L1 2L0 2Z');
  });
});

describe('handles', () => {
  test('the turning handle turns by as much as it is taken around', () => {
    const box = boxBetween('rotated_box', [100, 100], [200, 150], SIZE);
    const grips = gripsOf('rotated_box', box, 1, SIZE);
    const grip = grips.find(({ kind }) => kind === 'turn');
    if (!grip) throw new Error('no handle');
    const there = taken('rotated_box', box, grip, [300, 125], SIZE);
    expect(frameOf('rotated_box', there).angle).toBeCloseTo(Math.PI / 2);
  });
  test('a box has eight, a small one fewer; a corner wins over the middle of an edge', () => {
    expect(gripsOf('box', boxBetween('box', [0, 0], [100, 100], SIZE), 1, SIZE)).toHaveLength(8);
    expect(gripsOf('box', boxBetween('box', [0, 0], [10, 10], SIZE), 1, SIZE)).toHaveLength(4);
    const line: Point[] = [
      [0, 0],
      [40, 0],
    ];
    const grips = gripsOf('line', line, 1, SIZE);
    expect(gripAt(grips, [12, 0], 20)).toMatchObject({ kind: 'corner', index: 0 });
    expect(gripAt(grips, [20, 30], 20)).toBeUndefined();
  });
  test('taking the middle of an edge makes a corner there', () => {
    const line: Point[] = [
      [0, 0],
      [40, 0],
    ];
    const middle = gripsOf('line', line, 1, SIZE).find(({ kind }) => kind === 'middle');
    if (!middle) throw new Error('no handle');
    expect(taken('line', line, middle, [20, 9], SIZE)).toEqual([
      [0, 0],
      [20, 9],
      [40, 0],
    ]);
  });
});

describe('the view', () => {
  const frame = { width: 800, height: 400 };
  test('a picture fits in the middle of its frame', () => {
    const view = fitted(SIZE, frame);
    expect(view.scale).toBeCloseTo(400 / 480);
    expect(toPicture(view, [400, 200])).toEqual([320, 240]);
  });
  test('zooming keeps what is under the pointer, and ends at the fit', () => {
    const view = zoomed(fitted(SIZE, frame), 4, [400, 200], SIZE, frame);
    const spot = toPicture(view, [300, 150]);
    const closer = zoomed(view, 1.5, [300, 150], SIZE, frame);
    expect(distance(toPicture(closer, [300, 150]), spot)).toBeLessThan(1e-9);
    expect(zoomed(closer, 0.001, [0, 0], SIZE, frame)).toEqual(fitted(SIZE, frame));
  });
  test('the picture is never pulled out of its frame', () => {
    const view = zoomed(fitted(SIZE, frame), 4, [400, 200], SIZE, frame);
    expect(panned(view, [1e6, 1e6], SIZE, frame)).toMatchObject({ x: 0, y: 0 });
    const far = panned(view, [-1e6, -1e6], SIZE, frame);
    expect(far.x + frame.width / far.scale).toBeCloseTo(640);
  });
  test('what is looked for comes into sight', () => {
    const view = zoomed(fitted(SIZE, frame), 4, [0, 0], SIZE, frame);
    const there = showing(view, { x: 600, y: 400, width: 20, height: 20 }, SIZE, frame);
    expect(there.x).toBeLessThanOrEqual(600);
    expect(there.x + frame.width / there.scale).toBeGreaterThanOrEqual(620);
    expect(showing(there, { x: 600, y: 400, width: 20, height: 20 }, SIZE, frame)).toEqual(there);
  });
  test('a camera fits until somebody zooms', () => {
    const camera = new Camera();
    camera.lay(SIZE, frame);
    expect(camera.pan([10, 10])).toBe(false);
    camera.zoom(4);
    camera.lay(SIZE, { width: 400, height: 400 });
    expect(camera.state.get()).toMatchObject({ fits: false });
    camera.fit();
    expect(camera.state.get()).toMatchObject({ ...fitted(SIZE, { width: 400, height: 400 }), fits: true });
  });
});

test('history goes back 100 steps and more, and quick changes of one sort are one', () => {
  const history = new History<number>();
  for (let at = 0; at < 150; at += 1) history.before(at);
  let now = 150;
  for (let at = 0; at < 120; at += 1) now = history.undo(now);
  expect(now).toBe(30);
  for (let at = 0; at < 120; at += 1) now = history.redo(now);
  expect(now).toBe(150);
  const held = new History<number>();
  for (let at = 0; at < 20; at += 1) held.before(at, 'nudge', at * 100);
  expect(held.undo(20)).toBe(0);
  expect(held.canUndo).toBe(false);
});

function deskWith(...given: Region[]): { desk: Desk; now: () => Regions } {
  let regions: Regions = given.length > 0 ? given : undefined;
  const host: Host = {
    get: () => regions,
    set: (next) => {
      regions = next;
    },
    shapes: SHAPES,
    labels: ['cell', 'dust'],
    multiple: false,
    accept: () => {},
  };
  const desk = new Desk(host);
  desk.sizes = [SIZE, SIZE];
  return { desk, now: () => regions };
}
const box = (x: number, y: number, labels: string[] = ['cell']): Region => ({
  shape: 'box',
  points: [
    [x, y],
    [x + 20, y + 10],
  ],
  labels,
});

describe('the desk', () => {
  test('a box is two corners, a polygon as many as one likes, and each is undone and done again', () => {
    const { desk, now } = deskWith();
    desk.place([10, 10]);
    desk.place([30, 40]);
    desk.choose('polygon');
    for (const corner of [
      [100, 100],
      [150, 100],
      [150, 150],
    ] as Point[])
      desk.place(corner);
    expect(desk.close()).toBe(true);
    expect(now()?.map(({ shape }) => shape)).toEqual(['box', 'polygon']);
    desk.undo();
    desk.undo();
    expect(now()).toBeUndefined();
    desk.redo();
    expect(now()?.[0]?.points).toEqual([
      [10, 10],
      [30, 40],
    ]);
  });
  test('while a shape is drawn, undoing takes its last corner back', () => {
    const { desk } = deskWith();
    desk.choose('line');
    desk.place([0, 0]);
    desk.place([5, 5]);
    desk.undo();
    expect(desk.live.get().placed).toEqual([[0, 0]]);
    expect(desk.close()).toBe(false);
    expect(desk.cancel()).toBe(true);
    expect(desk.cancel()).toBe(false);
  });
  test('pressing the first corner closes a polygon, pressing the last one ends a line', () => {
    const { desk, now } = deskWith();
    desk.choose('polygon');
    for (const corner of [
      [0, 0],
      [50, 0],
      [50, 50],
      [2, 1],
    ] as Point[])
      desk.place(corner, 5);
    desk.choose('line');
    for (const corner of [
      [0, 0],
      [50, 0],
      [51, 0],
    ] as Point[])
      desk.place(corner, 5);
    expect(now()?.map(({ points }) => points.length)).toEqual([3, 2]);
  });
  test('a label sticks to what comes next; a picked shape takes it itself', () => {
    const { desk, now } = deskWith();
    desk.place([0, 0]);
    desk.place([9, 9]);
    expect(now()?.[0]?.labels).toEqual([]);
    desk.label('cell');
    desk.place([20, 20]);
    desk.place([29, 29]);
    desk.label('dust');
    expect(now()?.map(({ labels }) => labels)).toEqual([['cell'], ['cell']]);
    desk.choose('select');
    desk.label('dust');
    expect(now()?.map(({ labels }) => labels)).toEqual([['cell'], ['dust']]);
  });
  test('nothing there is an answer, removing the last shape is none', () => {
    const { desk, now } = deskWith(box(0, 0));
    expect(desk.nothing()).toBe(false);
    desk.select(0);
    desk.remove();
    expect(now()).toBeUndefined();
    desk.nothing();
    expect(now()).toEqual([]);
    desk.undo();
    expect(now()).toBeUndefined();
  });
  test('locked shapes stay as they are, also after others were changed', () => {
    const { desk, now } = deskWith(box(0, 0), box(50, 50));
    desk.lock(desk.regions[0] as Region, true);
    desk.select(0);
    desk.nudge([5, 5]);
    desk.relabel(0, ['dust']);
    expect(desk.remove()).toBe(false);
    desk.nudge([5, 5]);
    expect(now()?.[0]).toEqual(box(0, 0));
    desk.select(1);
    desk.nudge([5, 5]);
    expect(now()?.[1]?.points).toEqual(box(55, 55).points);
  });
  test('a copy lies beside, in the picture', () => {
    const { desk, now } = deskWith({
      ...box(620, 470),
      points: [
        [620, 470],
        [640, 480],
      ],
    });
    desk.select(0);
    desk.copy();
    expect(now()).toHaveLength(2);
    expect(now()?.[1]?.points).not.toEqual(now()?.[0]?.points);
    expect(isInside(pointsOf(now()?.[1] as Region))).toBe(true);
    expect(desk.state.get().selected).toBe(1);
  });
  test('order changes and what is picked stays picked', () => {
    const { desk, now } = deskWith(box(0, 0), box(50, 50), box(90, 90));
    desk.select(0);
    desk.order('front');
    expect(now()?.at(-1)?.points).toEqual(box(0, 0).points);
    expect(desk.state.get().selected).toBe(2);
    desk.order('back');
    expect(desk.state.get().selected).toBe(0);
  });
  test('steps pass over what is hidden and go to the picture of the shape', () => {
    const { desk } = deskWith(box(0, 0), box(50, 50), { ...box(90, 90), image: 1 });
    desk.hide(desk.regions[1] as Region, true);
    desk.step(1);
    desk.step(1);
    expect(desk.state.get()).toMatchObject({ selected: 2, image: 1, tool: 'select' });
    desk.step(1);
    expect(desk.state.get()).toMatchObject({ selected: 0, image: 0 });
    desk.step(-1);
    expect(desk.state.get()).toMatchObject({ selected: 2 });
  });
  test('corners are moved, added and removed by themselves', () => {
    const { desk, now } = deskWith({
      shape: 'polygon',
      points: [
        [10, 10],
        [50, 10],
        [50, 50],
      ],
      labels: ['cell'],
    });
    desk.select(0);
    desk.stepCorner();
    desk.nudge([-3, 0]);
    expect(now()?.[0]?.points[0]).toEqual([7, 10]);
    desk.copy();
    expect(now()?.[0]?.points).toHaveLength(4);
    desk.remove();
    expect(now()?.[0]?.points).toHaveLength(3);
    expect(now()).toHaveLength(1);
  });
  test('what somebody else changed can be undone too', () => {
    const { desk, now } = deskWith(box(0, 0));
    desk.host.set(undefined);
    expect(desk.canUndo).toBe(true);
    desk.undo();
    expect(now()).toEqual([box(0, 0)]);
    desk.host.set([box(50, 50)]);
    desk.place([90, 90]);
    desk.place([99, 99]);
    expect(now()).toHaveLength(2);
    desk.undo();
    expect(now()).toEqual([box(50, 50)]);
    desk.undo();
    expect(now()).toEqual([box(0, 0)]);
  });
  test('what is hidden stays hidden when its label changes', () => {
    const { desk } = deskWith(box(0, 0));
    desk.hide(desk.regions[0] as Region, true);
    desk.relabel(0, ['dust']);
    expect(desk.isFree(desk.regions[0] as Region)).toBe(false);
  });
  test('dragging is seen at once and kept when it is let go, as one step', () => {
    const { desk, now } = deskWith(box(0, 0));
    desk.select(0);
    desk.drag(moved(pointsOf(box(0, 0)), [4, 4], SIZE));
    expect(now()?.[0]?.points).toEqual(box(0, 0).points);
    desk.drag(moved(pointsOf(box(0, 0)), [8, 8], SIZE));
    desk.drop();
    expect(now()?.[0]?.points).toEqual(box(8, 8).points);
    desk.undo();
    expect(now()?.[0]?.points).toEqual(box(0, 0).points);
  });
});
