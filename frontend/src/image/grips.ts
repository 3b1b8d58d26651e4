// The handles of the picked shape: what can be taken hold of, and what taking it somewhere does. Pure.
import type { Shape } from '../api/types';
import {
  boundsOf,
  distance,
  frameOf,
  gripOf,
  isPath,
  middles,
  type Point,
  pulled,
  SIDES,
  type Side,
  type Size,
  turned,
  withCorner,
  withNewCorner,
} from './geometry';

export type Grip =
  | { kind: 'side'; at: Point; side: Side }
  | { kind: 'corner' | 'middle'; at: Point; index: number }
  | { kind: 'turn'; at: Point };

/** How far the handle for turning stands off, and how long a side must be to have a handle of its own; CSS pixels. */
const STAND_OFF = 22;
const SPACIOUS = 30;

/** Handles of a shape. `unit` is a CSS pixel in pixels of the picture. */
export function gripsOf(shape: Shape, points: readonly Point[], unit: number, size: Size): Grip[] {
  if (shape === 'point') return [];
  if (isPath(shape)) {
    const { width, height } = boundsOf(points);
    const between = Math.max(width, height) > SPACIOUS * unit ? middles(shape, points) : [];
    return [
      ...between.map((at, index): Grip => ({ kind: 'middle', index, at })),
      ...points.map((at, index): Grip => ({ kind: 'corner', index, at })),
    ];
  }
  const { width, height } = frameOf(shape, points);
  const sides = SIDES.filter(
    ([across, down]) => (across !== 0 || width > SPACIOUS * unit) && (down !== 0 || height > SPACIOUS * unit),
  );
  const grips = sides.map((side): Grip => ({ kind: 'side', side, at: gripOf(shape, points, side) }));
  return shape === 'box' ? grips : [...grips, { kind: 'turn', at: turnGrip(points, unit, size) }];
}

/** Off the top side, or off the bottom one where the top is at the edge of the picture. */
function turnGrip(points: readonly Point[], unit: number, { width, height }: Size): Point {
  const off = (side: Side): Point => {
    const [x, y] = gripOf('rotated_box', points, side);
    const { angle } = frameOf('rotated_box', points);
    const length = side[1] * STAND_OFF * unit;
    return [x - Math.sin(angle) * length, y + Math.cos(angle) * length];
  };
  const [x, y] = off([0, -1]);
  return x < 0 || y < 0 || x > width || y > height ? off([0, 1]) : [x, y];
}

/** The handle at a place, the nearest one; corners before the middles of edges. */
export function gripAt(grips: readonly Grip[], place: Point, slack: number): Grip | undefined {
  const near = grips.filter(({ at }) => distance(at, place) <= slack);
  const cost = (grip: Grip) => distance(grip.at, place) + (grip.kind === 'middle' ? slack : 0);
  return near.sort((one, other) => cost(one) - cost(other))[0];
}

/** The points of a shape once a handle was taken to a place. */
export function taken(shape: Shape, points: readonly Point[], grip: Grip, to: Point, size: Size): Point[] {
  if (grip.kind === 'side') return pulled(shape, points, grip.side, to, size);
  if (grip.kind === 'corner') return withCorner(shape, points, grip.index, to, size);
  if (grip.kind === 'middle') {
    const more = withNewCorner(points, grip.index, grip.at);
    return withCorner(shape, more, grip.index + 1, to, size);
  }
  const { middle } = frameOf(shape, points);
  const towards = ([x, y]: Point) => Math.atan2(y - middle[1], x - middle[0]);
  return turned(shape, points, towards(to) - towards(grip.at), size);
}

const ARROWS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;
/** The cursor that shows which way a handle pulls. */
export function cursorOf(shape: Shape, points: readonly Point[], grip: Grip): string {
  if (grip.kind === 'turn') return 'grab';
  if (grip.kind !== 'side') return grip.kind === 'middle' ? 'copy' : 'move';
  const { angle } = frameOf(shape, points);
  const [across, down] = grip.side;
  const eighths = Math.round((Math.atan2(down, across) + angle) / (Math.PI / 4));
  return ARROWS[((eighths % 4) + 4) % 4] as string;
}
