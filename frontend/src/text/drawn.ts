import type { Piece, Reading, Stretch } from './pieces';
import { runsRightToLeft } from './words';

/** A reading tied to the nodes that draw it: from places in the text to the page and back. */
export class DrawnText {
  readonly reading: Reading;
  readonly #nodes: readonly Node[];
  readonly #numbers = new Map<Node, number>();

  constructor(root: HTMLElement, reading: Reading) {
    this.reading = reading;
    this.#nodes = nodesOf(root);
    for (const [number, node] of this.#nodes.entries()) this.#numbers.set(node, number);
  }

  /** The ranges of the page that show a stretch of the source. */
  rangesOf(stretch: Stretch): StaticRange[] {
    return this.reading.parts(stretch).flatMap(({ piece, from, to }) => {
      const node = this.#nodes[piece];
      return node ? [rangeIn(node, this.reading.pieces[piece], from, to)] : [];
    });
  }
  /** One range from the beginning to the end of a stretch that is read. */
  rangeOf({ start, end }: Stretch): Range | null {
    const first = this.#pointAt(this.#pieceFrom(start), start);
    const last = this.#pointAt(this.reading.pieceAt(Math.max(0, end - 1)), end);
    if (!first || !last) return null;
    const range = document.createRange();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset);
    return range;
  }
  /** The piece that begins at a place or holds it, and no empty one before it. */
  #pieceFrom(place: number): number {
    const at = this.reading.pieceAt(place);
    const { starts, pieces } = this.reading;
    const past = (starts[at] ?? 0) + (pieces[at]?.text.length ?? 0) <= place;
    return past && at + 1 < pieces.length ? at + 1 : at;
  }
  #pointAt(piece: number, place: number): { node: Node; offset: number } | null {
    const node = this.#nodes[piece];
    const { pieces, starts } = this.reading;
    if (!node) return null;
    const into = place - (starts[piece] ?? 0);
    if (pieces[piece]?.formula) {
      const parent = node.parentNode;
      const number = parent ? [...parent.childNodes].indexOf(node as ChildNode) : 0;
      return parent && { node: parent, offset: number + (into > 0 ? 1 : 0) };
    }
    return { node, offset: Math.max(0, Math.min(into, (node as Text).data.length)) };
  }

  /** What is read at a point of the page; null outside of the text. */
  placeOf(node: Node, offset: number): number | null {
    const formula = formulaAround(node);
    const number = this.#numbers.get(formula ?? node);
    if (number !== undefined) {
      const begin = this.reading.starts[number] ?? 0;
      return begin + (formula ? 0 : Math.min(offset, this.reading.pieces[number]?.text.length ?? 0));
    }
    // Between nodes: the first text after the point.
    const range = document.createRange();
    range.setStart(node, offset);
    const after = this.#nodes.findIndex((each) => range.comparePoint(each, 0) >= 0);
    return after < 0 ? null : (this.reading.starts[after] ?? null);
  }
  /** What is read of a range of the page; null where it holds no text of ours. */
  stretchOf(range: Range): Stretch | null {
    let start = Number.POSITIVE_INFINITY;
    let end = -1;
    const first = this.#numbers.get(range.startContainer) ?? 0;
    for (let number = first; number < this.#nodes.length; number++) {
      const node = this.#nodes[number];
      const piece = this.reading.pieces[number];
      if (!node || !piece?.text) continue;
      if (!range.intersectsNode(node)) {
        if (end >= 0) break;
        continue;
      }
      const begin = this.reading.starts[number] ?? 0;
      const from = range.startContainer === node ? range.startOffset : 0;
      const to = range.endContainer === node ? range.endOffset : piece.text.length;
      if (!piece.formula && from >= to) continue;
      start = Math.min(start, begin + (piece.formula ? 0 : from));
      end = Math.max(end, begin + (piece.formula ? piece.text.length : to));
    }
    return end < 0 ? null : { start, end };
  }
  /** Whether a stretch of the source begins in a line that runs from right to left. */
  isRightToLeft(stretch: Stretch): boolean {
    const read = this.reading.toRead(stretch);
    return read !== null && runsRightToLeft(this.reading.text, read.start);
  }
}

const formulaAround = (node: Node): Element | null =>
  (node instanceof Element ? node : node.parentElement)?.closest('[data-math]') ?? null;

/** Texts and formulas in the order of the page: one for each piece of the reading. */
function nodesOf(root: HTMLElement): Node[] {
  const nodes: Node[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node instanceof Element && !node.hasAttribute('data-math')) return NodeFilter.FILTER_SKIP;
    return formulaAround(node.parentNode ?? node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function rangeIn(node: Node, piece: Piece | undefined, from: number, to: number): StaticRange {
  if (!piece?.formula)
    return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
  return new StaticRange({
    startContainer: node,
    startOffset: 0,
    endContainer: node,
    endOffset: node.childNodes.length,
  });
}
