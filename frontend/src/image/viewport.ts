// Which part of a picture is seen, and how large. Pure: a frame is the size of the canvas on the screen in CSS pixels.
import { type Bounds, clamp, type Point, type Size } from './geometry';

/** The place of the picture in the frame's top left corner, and CSS pixels per pixel of the picture. */
export type Viewport = { x: number; y: number; scale: number };

const LARGEST = 40;
/** A tiny picture is not blown up further than this to fill the frame. */
const LARGEST_FIT = 8;
const MARGIN = 24;

const fitScale = (picture: Size, frame: Size): number =>
  Math.min(frame.width / picture.width, frame.height / picture.height, LARGEST_FIT) || 1;

/** The whole picture in the middle of the frame. */
export const fitted = (picture: Size, frame: Size): Viewport =>
  kept({ x: 0, y: 0, scale: fitScale(picture, frame) }, picture, frame);

/** Never smaller than fitted, and no emptier than a picture needs: a narrow one is centred, a wide one fills the frame. */
export function kept({ x, y, scale }: Viewport, picture: Size, frame: Size): Viewport {
  const fit = fitScale(picture, frame);
  const used = clamp(scale, fit, Math.max(fit, LARGEST));
  const along = (start: number, length: number, room: number) => {
    const seen = room / used;
    return seen >= length ? (length - seen) / 2 : clamp(start, 0, length - seen);
  };
  return {
    x: along(x, picture.width, frame.width),
    y: along(y, picture.height, frame.height),
    scale: used,
  };
}

/** Larger or smaller by a factor, while what lies at a place of the frame stays there. */
export function zoomed(view: Viewport, factor: number, at: Point, picture: Size, frame: Size): Viewport {
  const scale = clamp(view.scale * factor, fitScale(picture, frame), LARGEST);
  const [x, y] = toPicture(view, at);
  return kept({ x: x - at[0] / scale, y: y - at[1] / scale, scale }, picture, frame);
}

/** Moved by so many CSS pixels, as if the picture were pulled. */
export const panned = (view: Viewport, [byX, byY]: Point, picture: Size, frame: Size): Viewport =>
  kept({ ...view, x: view.x - byX / view.scale, y: view.y - byY / view.scale }, picture, frame);

/** From a place of the frame to one of the picture. */
export const toPicture = ({ x, y, scale }: Viewport, [atX, atY]: Point): Point => [
  x + atX / scale,
  y + atY / scale,
];

/** Moved no further than needed to see something, or at least its top left. */
export function showing(view: Viewport, bounds: Bounds, picture: Size, frame: Size): Viewport {
  const along = (start: number, room: number, from: number, length: number) => {
    const seen = room / view.scale;
    const margin = Math.min(MARGIN / view.scale, seen / 4);
    if (from + length > start + seen - margin) start = from + length - seen + margin;
    return from < start + margin ? from - margin : start;
  };
  const x = along(view.x, frame.width, bounds.x, bounds.width);
  const y = along(view.y, frame.height, bounds.y, bounds.height);
  return kept({ ...view, x, y }, picture, frame);
}
