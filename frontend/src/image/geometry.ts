// Shapes on a picture, in pixels of the picture as it is shown: x grows to the right, y downwards. Pure.
import type { Shape } from '../api/types';

export type Point = [number, number];
export type Size = { width: number; height: number };
export type Bounds = { x: number; y: number; width: number; height: number };
/** A box by its middle, its sides and its turn in radians, clockwise on the screen. */
type Frame = { middle: Point; width: number; height: number; angle: number };

/** The fewest points of each shape. */
export const FEWEST: Readonly<Record<Shape, number>> = {
  box: 2,
  rotated_box: 4,
  polygon: 3,
  point: 1,
  line: 2,
};
export const MOST_POINTS = 1000;
/** The shortest side of a box, in pixels. */
const SHORTEST = 1;

/** To two decimals, as coordinates are stored: like Python's `round`, which halves to the even side. */
export function rounded(number: number): number {
  // Of halves of a hundredth a float holds only those that are eighths.
  const half = Number.isInteger(number * 8) && Math.abs((number * 100) % 1) === 0.5;
  return (half ? (Math.round(number * 50) * 2) / 100 : Number(number.toFixed(2))) + 0;
}
export const roundedAll = (points: readonly Point[]): Point[] =>
  points.map(([x, y]) => [rounded(x), rounded(y)]);
export const clamp = (number: number, low: number, high: number): number =>
  Math.min(Math.max(number, low), Math.max(low, high));
export const inside = ([x, y]: Point, { width, height }: Size): Point => [
  clamp(x, 0, width),
  clamp(y, 0, height),
];
export const distance = ([x, y]: Point, [otherX, otherY]: Point): number =>
  Math.hypot(x - otherX, y - otherY);
const between = ([x, y]: Point, [otherX, otherY]: Point, share: number): Point => [
  x + (otherX - x) * share,
  y + (otherY - y) * share,
];
const turn = ([x, y]: Point, angle: number): Point => [
  x * Math.cos(angle) - y * Math.sin(angle),
  x * Math.sin(angle) + y * Math.cos(angle),
];
const plus = ([x, y]: Point, [otherX, otherY]: Point): Point => [x + otherX, y + otherY];
const minus = ([x, y]: Point, [otherX, otherY]: Point): Point => [x - otherX, y - otherY];

export function boundsOf(points: readonly Point[]): Bounds {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
const fits = (points: readonly Point[], { width, height }: Size): boolean =>
  points.every(([x, y]) => x >= -1e-9 && y >= -1e-9 && x <= width + 1e-9 && y <= height + 1e-9);

/** The corners in order around it; a box stores only two of them. */
export function outline(shape: Shape, points: readonly Point[]): readonly Point[] {
  if (shape !== 'box') return points;
  const { x, y, width, height } = boundsOf(points);
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** The outline for an SVG path. A point is a stroke of no length, which round caps make a dot of the same size at every zoom. */
export function pathOf(shape: Shape, points: readonly Point[]): string {
  if (shape === 'point') return points[0] ? `M${points[0].join(' ')}h0.001` : '';
  const steps = outline(shape, points).map((point) => point.join(' '));
  return `M${steps.join('L')}${shape === 'line' ? '' : 'Z'}`;
}

/** A box between two corners, inside the picture and with sides of at least a pixel. */
export function boxBetween(shape: Shape, from: Point, to: Point, size: Size): Point[] {
  const [start, end] = [inside(from, size), inside(to, size)];
  const { x, y, width, height } = boundsOf([start, end]);
  const [wide, high] = [Math.max(width, SHORTEST), Math.max(height, SHORTEST)];
  const [left, top] = [clamp(x, 0, size.width - wide), clamp(y, 0, size.height - high)];
  const corners: Point[] = [
    [left, top],
    [left + wide, top + high],
  ];
  return shape === 'box' ? corners : [...outline('box', corners)];
}

export function frameOf(shape: Shape, points: readonly Point[]): Frame {
  const [first, second, third, fourth] = outline(shape, points);
  if (shape !== 'rotated_box' || !first || !second || !third || !fourth) {
    const { x, y, width, height } = boundsOf(points);
    return { middle: [x + width / 2, y + height / 2], width, height, angle: 0 };
  }
  const [across, down] = minus(second, first);
  return {
    middle: between(first, third, 0.5),
    width: distance(first, second),
    height: distance(first, fourth),
    angle: Math.atan2(down, across),
  };
}

function cornersOf({ middle, width, height, angle }: Frame): Point[] {
  const corners: Point[] = [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ];
  return corners.map((corner) => plus(middle, turn(corner, angle)));
}

/** Moved as far as the picture allows. */
export function moved(points: readonly Point[], [byX, byY]: Point, size: Size): Point[] {
  const { x, y, width, height } = boundsOf(points);
  const by: Point = [clamp(byX, -x, size.width - x - width), clamp(byY, -y, size.height - y - height)];
  return points.map((point) => plus(point, by));
}

/** The mean of the corners, which turns with them: the middle of the bounds would not, and many small turns would wander off. */
const meanOf = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];

/**
 * Turned clockwise about its middle. A shape that would stand out of the picture is moved in; one that cannot fit stays
 * as it was.
 */
export function turned(shape: Shape, points: readonly Point[], radians: number, size: Size): Point[] {
  if (shape === 'box' || shape === 'point') return [...points];
  const middle = meanOf(points);
  const wanted = points.map((point) => plus(middle, turn(minus(point, middle), radians)));
  const { width, height } = boundsOf(wanted);
  return width > size.width || height > size.height ? [...points] : moved(wanted, [0, 0], size);
}

/** A grip of a box: -1, 0 or 1 across and down; `[1, 0]` is the right side, `[-1, -1]` the first corner. */
export type Side = readonly [-1 | 0 | 1, -1 | 0 | 1];
export const SIDES: readonly Side[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
];

/** Where a grip lies. */
export function gripOf(shape: Shape, points: readonly Point[], [across, down]: Side): Point {
  const { middle, width, height, angle } = frameOf(shape, points);
  return plus(middle, turn([(across * width) / 2, (down * height) / 2], angle));
}

/** A box with one grip pulled to a place, while the opposite corner or side stays where it is. */
export function pulled(shape: Shape, points: readonly Point[], side: Side, to: Point, size: Size): Point[] {
  const from = gripOf(shape, points, side);
  const at = (share: number) => pulledFreely(shape, points, side, between(from, to, share));
  return asFarAsItFits(at, size);
}

/** Tries the whole way, and else finds how far of it stays inside the picture. */
function asFarAsItFits(at: (share: number) => Point[], size: Size): Point[] {
  if (fits(at(1), size)) return at(1);
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step += 1) {
    const half = (low + high) / 2;
    if (fits(at(half), size)) low = half;
    else high = half;
  }
  return at(low);
}

function pulledFreely(shape: Shape, points: readonly Point[], [across, down]: Side, to: Point): Point[] {
  const { middle, width, height, angle } = frameOf(shape, points);
  const [x, y] = turn(minus(to, middle), -angle);
  const wide = across ? Math.max(SHORTEST, across * x + width / 2) : width;
  const high = down ? Math.max(SHORTEST, down * y + height / 2) : height;
  const shift: Point = [(across * (wide - width)) / 2, (down * (high - height)) / 2];
  const corners = cornersOf({ middle: plus(middle, turn(shift, angle)), width: wide, height: high, angle });
  return shape === 'box' ? [corners[0] as Point, corners[2] as Point] : corners;
}

/** Wider and taller by so many pixels: boxes along their own sides, other shapes from their top left. */
export function grown(shape: Shape, points: readonly Point[], [wider, taller]: Point, size: Size): Point[] {
  if (shape === 'point') return [...points];
  if (shape === 'box' || shape === 'rotated_box') {
    const { angle } = frameOf(shape, points);
    const to = plus(gripOf(shape, points, [1, 1]), turn([wider, taller], angle));
    return shape === 'box'
      ? pulled(shape, points, [1, 1], inside(to, size), size)
      : pulled(shape, points, [1, 1], to, size);
  }
  const { x, y, width, height } = boundsOf(points);
  const factor = (length: number, by: number) =>
    length === 0 ? 1 : Math.max(SHORTEST, length + by) / length;
  const [stretchX, stretchY] = [factor(width, wider), factor(height, taller)];
  return points.map((point) => inside([x + (point[0] - x) * stretchX, y + (point[1] - y) * stretchY], size));
}

/** With one corner elsewhere; a box keeps its opposite corner. */
export function withCorner(
  shape: Shape,
  points: readonly Point[],
  at: number,
  to: Point,
  size: Size,
): Point[] {
  if (shape === 'box' || shape === 'rotated_box')
    return pulled(shape, points, CORNERS[at] ?? [1, 1], shape === 'box' ? inside(to, size) : to, size);
  return points.map((point, index) => (index === at ? inside(to, size) : point));
}
const CORNERS: readonly Side[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

/** Whether a shape is a row of corners, as many as one wants. */
export const isPath = (shape: Shape): shape is 'polygon' | 'line' => shape === 'polygon' || shape === 'line';

/** The middles of the edges, where a corner can be put in: the one after corner `at` is at `at`. */
export function middles(shape: Shape, points: readonly Point[]): Point[] {
  if (!isPath(shape)) return [];
  const ends = shape === 'polygon' ? [...points, points[0] as Point] : points;
  return ends.slice(1).map((end, at) => between(ends[at] as Point, end, 0.5));
}
export const withNewCorner = (points: readonly Point[], after: number, at: Point): Point[] =>
  points.length >= MOST_POINTS
    ? [...points]
    : [...points.slice(0, after + 1), at, ...points.slice(after + 1)];
/** Without one corner, unless the shape would be none any more. */
export const withoutCorner = (shape: Shape, points: readonly Point[], at: number): Point[] =>
  isPath(shape) && points.length > FEWEST[shape] ? points.filter((_, index) => index !== at) : [...points];

export function area(shape: Shape, points: readonly Point[]): number {
  if (shape === 'point' || shape === 'line') return 0;
  return Math.abs(turning(outline(shape, points))) / 2;
}
/** Twice the area; above zero where the points go clockwise on the screen. */
function turning(points: readonly Point[]): number {
  return points.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length] as Point;
    return sum + x * nextY - nextX * y;
  }, 0);
}

export function contains(shape: Shape, points: readonly Point[], [x, y]: Point): boolean {
  if (shape === 'point' || shape === 'line') return false;
  const corners = outline(shape, points);
  let within = false;
  corners.forEach(([startX, startY], at) => {
    const [endX, endY] = corners[(at + corners.length - 1) % corners.length] as Point;
    const crosses = startY > y !== endY > y;
    if (crosses && x < ((endX - startX) * (y - startY)) / (endY - startY) + startX) within = !within;
  });
  return within;
}

/** How far a place is from the nearest edge. */
export function distanceToEdge(shape: Shape, points: readonly Point[], place: Point): number {
  const corners = outline(shape, points);
  if (corners.length === 1) return distance(corners[0] as Point, place);
  const ends = shape === 'line' ? corners : [...corners, corners[0] as Point];
  return Math.min(...ends.slice(1).map((end, at) => distanceToSegment(ends[at] as Point, end, place)));
}
function distanceToSegment(start: Point, end: Point, place: Point): number {
  const [byX, byY] = minus(end, start);
  const [toX, toY] = minus(place, start);
  const length = byX * byX + byY * byY;
  const share = length === 0 ? 0 : clamp((toX * byX + toY * byY) / length, 0, 1);
  return distance(between(start, end, share), place);
}

/**
 * Which shape a place picks: the smallest one that it lies in or on, so that none is out of reach behind a larger one;
 * of equals the upper. -1 when there is none.
 */
export function hit(
  shapes: readonly { shape: Shape; points: readonly Point[] }[],
  place: Point,
  slack: number,
): number {
  let [best, smallest] = [-1, Number.POSITIVE_INFINITY];
  shapes.forEach(({ shape, points }, at) => {
    const { x, y, width, height } = boundsOf(points);
    const near =
      place[0] >= x - slack &&
      place[0] <= x + width + slack &&
      place[1] >= y - slack &&
      place[1] <= y + height + slack;
    if (!near) return;
    const size = area(shape, points);
    if (size > smallest) return;
    if (!contains(shape, points, place) && distanceToEdge(shape, points, place) > slack) return;
    [best, smallest] = [at, size];
  });
  return best;
}

/** The points in the one order in which they are stored, rounded. The twin of `ordered` in annotation/forms/kinds/regions.py. */
export function canonicalPoints(shape: Shape, given: readonly Point[]): Point[] {
  const points = roundedAll(given);
  if (shape === 'box') {
    const { x, y } = boundsOf(points);
    const [right, bottom] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))];
    return [
      [x, y],
      [right, bottom],
    ];
  }
  if (shape === 'rotated_box' && turning(points) < 0)
    return [points[0] as Point, ...points.slice(1).reverse()];
  if (shape === 'polygon')
    while (points.length > FEWEST.polygon && same(points[0] as Point, points.at(-1) as Point)) points.pop();
  return points;
}
const same = ([x, y]: Point, [otherX, otherY]: Point): boolean => x === otherX && y === otherY;

/** Whether these points make the shape: enough of them, and an area where it needs one. */
export function isWhole(shape: Shape, points: readonly Point[]): boolean {
  if (shape === 'polygon' || shape === 'line')
    return new Set(points.map((point) => point.join(' '))).size >= FEWEST[shape];
  if (points.length !== FEWEST[shape]) return false;
  return shape === 'point' || area(shape, points) > 0;
}
