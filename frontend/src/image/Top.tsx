import { useSyncExternalStore } from 'react';
import type { Region, Shape } from '../api/types';
import css from './Canvas.module.css';
import type { Camera } from './camera';
import { type Desk, type Live, pointsOf } from './desk';
import { boundsOf, boxBetween, outline, type Point, pathOf, type Size } from './geometry';
import { gripsOf } from './grips';
import type { Look } from './Marks';

type Props = {
  desk: Desk;
  camera: Camera;
  /** The picked region and its look; null when it is not to be seen here. */
  picked: (Look & { region: Region; locked: boolean }) | null;
  /** The look of what is drawn next. */
  next: Look;
};

/** The layer that follows the pointer: the picked shape with its handles, what is being drawn, the guides. */
export function Top({ desk, camera, picked, next }: Props) {
  const live = useSyncExternalStore(desk.live.subscribe, desk.live.get);
  const { tool, corner, named } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const { scale } = useSyncExternalStore(camera.state.subscribe, camera.state.get);
  const { size } = desk;
  return (
    <>
      {picked && (
        <Picked
          {...picked}
          points={live.dragged ?? pointsOf(picked.region)}
          unit={1 / scale}
          size={size}
          corner={corner}
          named={named}
        />
      )}
      {tool !== 'select' && (
        <>
          {live.at && <Guides at={live.at} size={size} byKeys={live.byKeys} unit={1 / scale} />}
          <Drawing live={live} tool={tool} look={next} size={size} unit={1 / scale} />
        </>
      )}
    </>
  );
}

function Picked(
  props: Look & {
    region: Region;
    locked: boolean;
    points: Point[];
    unit: number;
    size: Size;
    corner: number | null;
    named: boolean;
  },
) {
  const { region, points, unit, size, corner } = props;
  const { shape } = region;
  const path = pathOf(shape, points);
  const { x, y } = boundsOf(points);
  const grips = props.locked ? [] : gripsOf(shape, points, unit, size);
  const turn = grips.find(({ kind }) => kind === 'turn');
  const top = grips.find((grip) => grip.kind === 'side' && grip.side[0] === 0 && grip.side[1] === -1);
  const cornerAt = corner === null ? undefined : outline(shape, points)[corner];
  return (
    <g
      className={css.mark}
      data-picked
      data-shape={shape}
      data-locked={props.locked || undefined}
      data-bare={props.tag === '?' || undefined}
      color={props.colour}
    >
      <path className={css.edge} d={path} />
      <path className={css.line} d={path} />
      {props.named && (
        <text className={css.tag} x={x} y={y} data-below={y < 18 * unit || undefined}>
          {props.tag}
        </text>
      )}
      {turn && top && <path className={css.stem} d={`M${top.at.join(' ')}L${turn.at.join(' ')}`} />}
      {grips.map((grip, at) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: handles of one shape keep their order
          key={at}
          className={css.grip}
          data-kind={grip.kind}
          d={gripPath(grip.at, grip.kind, unit)}
        />
      ))}
      {cornerAt && <path className={css.corner} d={ring(cornerAt, 8 * unit)} />}
    </g>
  );
}

/** Corners are squares, handles that turn or add are round. */
function gripPath(at: Point, kind: string, unit: number): string {
  if (kind === 'turn' || kind === 'middle') return ring(at, (kind === 'turn' ? 5 : 3.5) * unit);
  const [x, y] = at;
  const half = 4 * unit;
  return `M${x - half} ${y - half}h${2 * half}v${2 * half}h${-2 * half}Z`;
}
const ring = ([x, y]: Point, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

/** Lines across the whole picture through the place where the next corner would come. */
function Guides(props: { at: Point; size: Size; byKeys: boolean; unit: number }) {
  const [x, y] = props.at;
  const { width, height } = props.size;
  const path = `M0 ${y}H${width}M${x} 0V${height}`;
  return (
    <g className={css.guides}>
      <path className={css.edge} d={path} />
      <path className={css.line} d={path} />
      {props.byKeys && <path className={css.cursor} d={ring(props.at, 6 * props.unit)} />}
    </g>
  );
}

function Drawing(props: { live: Live; tool: Shape; look: Look; size: Size; unit: number }) {
  const { live, tool, size, unit } = props;
  const [first] = live.placed;
  if (!first) return null;
  const ends = live.at ? [...live.placed, live.at] : [...live.placed];
  const box = tool === 'box' || tool === 'rotated_box';
  const path = box ? pathOf('box', boxBetween('box', first, live.at ?? first, size)) : pathOf('line', ends);
  const { width, height } = boundsOf(box ? [first, live.at ?? first] : ends);
  return (
    <g className={css.mark} data-drawing data-shape={box ? 'box' : 'line'} color={props.look.colour}>
      <path className={css.edge} d={path} />
      <path className={css.line} d={path} />
      {live.placed.map((point, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: corners are only added at the end
        <path key={at} className={css.grip} data-kind="corner" d={gripPath(point, 'corner', unit)} />
      ))}
      {box && live.at && (
        <text className={css.tag} x={Math.min(first[0], live.at[0])} y={Math.min(first[1], live.at[1])}>
          {Math.round(width)} × {Math.round(height)}
        </text>
      )}
    </g>
  );
}
