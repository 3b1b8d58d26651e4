import { memo } from 'react';
import type { Region } from '../api/types';
import css from './Canvas.module.css';
import { pointsOf } from './desk';
import { pathOf } from './geometry';

/** How a region looks: the colour of its label, and a few letters, so that colour is never the only sign. */
export type Look = { colour: string; tag: string };
export type Mark = Look & {
  region: Region;
  at: number /** Proposed, and drawn by nobody. */;
  ghost?: boolean;
};

/** A shape in its colour over a dark edge, which shows on any picture. */
const MarkShape = memo(function MarkShape({
  region,
  colour,
  bare,
  ghost,
}: {
  region: Region;
  colour: string;
  bare: boolean;
  ghost: boolean;
}) {
  const path = pathOf(region.shape, pointsOf(region));
  return (
    <g
      className={css.mark}
      data-shape={region.shape}
      data-bare={bare || undefined}
      data-ghost={ghost || undefined}
      color={colour}
    >
      <path className={css.edge} d={path} />
      <path className={css.line} d={path} />
    </g>
  );
});

/** All shapes but the picked one. It is drawn again only when one of them changes. */
export const Marks = memo(function Marks({ marks }: { marks: readonly Mark[] }) {
  return marks.map(({ at, region, colour, ghost = false }) => (
    <MarkShape key={at} region={region} colour={colour} bare={region.labels.length === 0} ghost={ghost} />
  ));
});
