import { memo } from 'react';
import type { Region } from '../api/types';
import css from './Canvas.module.css';
import { pointsOf } from './desk';
import { boundsOf, pathOf } from './geometry';

/** How a region looks: the colour of its label, and a few letters, so that colour is never the only sign. */
export type Look = { colour: string; tag: string };
export type Mark = Look & { region: Region; at: number };

type Props = { region: Region; colour: string; tag: string; named: boolean; top: boolean };

/** A shape in its colour over a dark edge, which shows on any picture. */
const MarkShape = memo(function MarkShape({ region, colour, tag, named, top }: Props) {
  const points = pointsOf(region);
  const path = pathOf(region.shape, points);
  const { x, y } = boundsOf(points);
  return (
    <g className={css.mark} data-shape={region.shape} data-bare={tag === '?' || undefined} color={colour}>
      <path className={css.edge} d={path} />
      <path className={css.line} d={path} />
      {named && (
        <text className={css.tag} x={x} y={y} data-below={top || undefined}>
          {tag}
        </text>
      )}
    </g>
  );
});

/** All shapes but the picked one. It is drawn again only when one of them changes. */
export const Marks = memo(function Marks(props: {
  marks: readonly Mark[];
  named: boolean;
  /** Above this height there is no room for a tag over the shape. */
  roomAbove: number;
}) {
  return props.marks.map(({ at, region, colour, tag }) => (
    <MarkShape
      key={at}
      region={region}
      colour={colour}
      tag={tag}
      named={props.named}
      top={boundsOf(pointsOf(region)).y < props.roomAbove}
    />
  ));
});
