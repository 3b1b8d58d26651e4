import type { Shape } from '../api/types';

/** A shape of many corners that is being drawn: no answer yet, and none before it is closed. */
export type Sketch = { shape: Shape; points: number[][]; labels: string[]; image: number };
/** By place key. */
export type SketchesByPlace = Readonly<Record<string, Sketch>>;

/** What is half drawn on an item. It stays on this machine, so that a reload shows it again, still unfinished. */
export class Sketches {
  #all: SketchesByPlace;
  readonly #keep: (all: SketchesByPlace) => void;

  constructor(all: SketchesByPlace = {}, keep: (all: SketchesByPlace) => void = () => {}) {
    this.#all = all;
    this.#keep = keep;
  }
  get(place: string): Sketch | undefined {
    return this.#all[place];
  }
  /** Without a sketch: it was closed or given up. */
  put(place: string, sketch?: Sketch): void {
    const { [place]: before, ...rest } = this.#all;
    if (!before && !sketch) return;
    this.#all = sketch ? { ...rest, [place]: sketch } : rest;
    this.#keep(this.#all);
  }
}
