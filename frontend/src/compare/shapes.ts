import type { Region } from '../api/types';

/** What SVG draws for a region, in pixels of the picture. */
export type Drawn =
  | { tag: 'polygon' | 'polyline'; points: string }
  | { tag: 'circle'; cx: number; cy: number };

/** A region as SVG; null where its points make no such shape. */
export function drawn({ shape, points }: Region): Drawn | null {
  const [first, second] = points as [number, number][];
  if (!first) return null;
  if (shape === 'point') return { tag: 'circle', cx: first[0], cy: first[1] };
  if (shape === 'box')
    return second
      ? { tag: 'polygon', points: written([first, [second[0], first[1]], second, [first[0], second[1]]]) }
      : null;
  return { tag: shape === 'line' ? 'polyline' : 'polygon', points: written(points) };
}

const written = (points: readonly (readonly number[])[]): string =>
  points.map((point) => point.join(',')).join(' ');

/** Where a region's label stands: its topmost point. */
export const topOf = ({ points }: Region): readonly [number, number] => {
  const top = points.reduce(
    (best, point) => ((point[1] ?? 0) < (best[1] ?? 0) ? point : best),
    points[0] ?? [0, 0],
  );
  return [top[0] ?? 0, top[1] ?? 0];
};
