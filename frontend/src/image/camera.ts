import { Signal } from '../queue/signal';
import type { Bounds, Point, Size } from './geometry';
import { fitted, kept, panned, showing, toPicture, type Viewport, zoomed } from './viewport';

const EMPTY: Size = { width: 0, height: 0 };
export const ZOOM_STEP = 1.25;

/** What is seen of a picture on one canvas. It fits the picture until somebody zooms, and fits again when asked. */
export class Camera {
  readonly state = new Signal<Viewport & { frame: Size; fits: boolean }>({
    x: 0,
    y: 0,
    scale: 1,
    frame: EMPTY,
    fits: true,
  });
  #picture: Size = EMPTY;

  /** The canvas got a size, or another picture. */
  lay(picture: Size, frame: Size): void {
    const other = picture.width !== this.#picture.width || picture.height !== this.#picture.height;
    this.#picture = picture;
    const { fits, ...now } = this.state.get();
    // Where nothing is laid out, as in a test, a pixel of the picture is one of the screen.
    const room = frame.width > 0 && frame.height > 0 ? frame : picture;
    const view = fits || other ? fitted(picture, room) : kept(now, picture, room);
    this.state.set({ ...view, frame: room, fits: fits || other });
  }
  #look(view: Viewport, fits = false): boolean {
    const now = this.state.get();
    if (view.x === now.x && view.y === now.y && view.scale === now.scale) return false;
    this.state.set({ ...view, frame: now.frame, fits });
    return true;
  }
  fit(): void {
    this.#look(fitted(this.#picture, this.state.get().frame), true);
  }
  /** `at` is a place of the frame in CSS pixels, its middle if not given. */
  zoom(factor: number, at?: Point): void {
    const { frame, ...view } = this.state.get();
    const next = zoomed(view, factor, at ?? [frame.width / 2, frame.height / 2], this.#picture, frame);
    const fit = fitted(this.#picture, frame);
    if (next.scale <= fit.scale) this.fit();
    else this.#look(next);
  }
  /** By CSS pixels; false when it cannot go further. */
  pan(by: Point): boolean {
    const { frame, fits, ...view } = this.state.get();
    return !fits && this.#look(panned(view, by, this.#picture, frame));
  }
  reveal(bounds: Bounds): void {
    const { frame, fits, ...view } = this.state.get();
    if (!fits) this.#look(showing(view, bounds, this.#picture, frame));
  }
  /** A place of the picture, from one of the frame. */
  seen(at: Point): Point {
    return toPicture(this.state.get(), at);
  }
  /** A CSS pixel in pixels of the picture. */
  get unit(): number {
    return 1 / this.state.get().scale;
  }
  get middle(): Point {
    const { frame } = this.state.get();
    return this.seen([frame.width / 2, frame.height / 2]);
  }
}
