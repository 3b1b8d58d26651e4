import { memo, useEffect, useRef, useSyncExternalStore } from 'react';
import css from './Canvas.module.css';
import type { Camera } from './camera';
import { pointsOf } from './desk';
import { boundsOf } from './geometry';
import type { Mark } from './Marks';
import type { Viewport } from './viewport';

const HEIGHT = 16;
/** Room for the dark edge of the letters. */
const MARGIN = 2;

/**
 * The labels of the shapes. Letters keep their size at every zoom, and hundreds of them in SVG would be laid out anew
 * with each step of it; so each word is drawn once and stamped wherever it is needed. The list of shapes says it all
 * to who does not see it.
 */
export const Tags = memo(function Tags({ marks, camera }: { marks: readonly Mark[]; camera: Camera }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useSyncExternalStore(camera.state.subscribe, camera.state.get);
  useEffect(() => {
    if (canvas.current && typeof OffscreenCanvas !== 'undefined') draw(canvas.current, marks, view);
  }, [marks, view]);
  return <canvas ref={canvas} className={css.layer} />;
});

function draw(canvas: HTMLCanvasElement, marks: readonly Mark[], view: Viewport): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const density = window.devicePixelRatio;
  const { clientWidth, clientHeight } = canvas;
  // Setting a size clears the canvas.
  canvas.width = Math.round(clientWidth * density);
  canvas.height = Math.round(clientHeight * density);
  const stampOf = stampsIn(getComputedStyle(canvas).fontFamily, density);
  for (const { region, tag } of marks) {
    if (!tag) continue;
    const bounds = boundsOf(pointsOf(region));
    const [x, top] = [(bounds.x - view.x) * view.scale, (bounds.y - view.y) * view.scale];
    const y = top < HEIGHT ? top : top - HEIGHT;
    if (x > clientWidth || y > clientHeight || y < -HEIGHT) continue;
    const stamp = stampOf(tag);
    if (stamp) context.drawImage(stamp, Math.round((x - MARGIN) * density), Math.round(y * density));
  }
}

const stamps = new Map<string, ImageBitmap | null>();
const MOST_STAMPS = 500;

const stampsIn =
  (family: string, density: number) =>
  (tag: string): ImageBitmap | null => {
    const key = `${density} ${tag}`;
    const known = stamps.get(key);
    if (known !== undefined) return known;
    if (stamps.size > MOST_STAMPS) stamps.clear();
    const stamp = cut(tag, `600 ${12 * density}px ${family}`, density);
    stamps.set(key, stamp);
    return stamp;
  };

function cut(tag: string, font: string, density: number): ImageBitmap | null {
  const stamp = new OffscreenCanvas(1, 1);
  const context = stamp.getContext('2d');
  if (!context) return null;
  context.font = font;
  stamp.width = Math.ceil(context.measureText(tag).width + 2 * MARGIN * density);
  stamp.height = Math.ceil(HEIGHT * density);
  Object.assign(context, { font, textBaseline: 'middle', lineJoin: 'round', lineWidth: 3 * density });
  context.strokeStyle = 'rgb(0 0 0 / 75%)';
  context.fillStyle = '#fff';
  context.strokeText(tag, MARGIN * density, stamp.height / 2);
  context.fillText(tag, MARGIN * density, stamp.height / 2);
  return stamp.transferToImageBitmap();
}
