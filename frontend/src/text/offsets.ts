/**
 * JavaScript counts UTF-16 units, answers count Unicode code points, as Python does. Every character past U+FFFF is two
 * units; their places are looked up once per text, so that each of a thousand spans costs a search and no scan.
 */
export class Offsets {
  /** For each long character before it: where it begins, in units. */
  readonly #long: readonly number[];

  constructor(text: string) {
    this.#long = [...text.matchAll(/[\u{10000}-\u{10ffff}]/gu)].map(({ index }) => index);
  }
  /** The code points before a place given in units; inside of a character, those before the character. */
  toPoints(units: number): number {
    return units - count(this.#long, (begin) => begin + 1 <= units);
  }
  toUnits(points: number): number {
    return points + count(this.#long, (begin, at) => begin - at < points);
  }
}

/** How many at the beginning of an ordered list hold. */
function count(list: readonly number[], holds: (value: number, at: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
