import type { Element, ElementContent, Root, RootContent } from 'hast';

/** One text node of a drawn tree, in the order of the page; a formula is one piece. */
export type Piece = {
  /** What is read there; `\uFFFC` for a formula. */
  text: string;
  /** Its source, in UTF-16 units; null where no source stands for it (the number of a foot note). */
  source: { from: number; to: number } | null;
  /** Marked as a whole: its letters are not those of its source. */
  whole: boolean;
  formula: boolean;
  /** The paragraph, cell or line it belongs to. */
  block: number;
};

const FORMULA = '\uFFFC';
const TABLE_FRAME = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
const BLOCK = new Set('p li td th dd dt h1 h2 h3 h4 h5 h6 pre blockquote div summary'.split(' '));

/** The texts of a tree as Tree.tsx draws them: what it leaves out is left out here. */
export function piecesOf(tree: Root): Piece[] {
  const pieces: Piece[] = [];
  let block = 0;
  const visit = (nodes: readonly (RootContent | ElementContent)[], bare: boolean): void => {
    for (const node of nodes) {
      if (node.type === 'text') {
        if (!node.value || (bare && node.value.trim() === '')) continue;
        const at = node.data?.at;
        const source = at === undefined ? null : { from: at, to: node.data?.to ?? at + node.value.length };
        const whole = node.data?.to !== undefined;
        // The lines between blocks are the page's own.
        const text = source || node.value.trim() ? node.value : '';
        pieces.push({ text, source, whole, formula: false, block });
      } else if (node.type === 'element') visitElement(node);
    }
  };
  const visitElement = (element: Element): void => {
    if (element.properties.dataMath) {
      const { at, to } = element.data ?? {};
      const source = at === undefined || to === undefined ? null : { from: at, to };
      pieces.push({ text: FORMULA, source, whole: true, formula: true, block });
      return;
    }
    const breaks = element.tagName === 'br' || BLOCK.has(element.tagName);
    if (breaks) block++;
    visit(element.children, TABLE_FRAME.has(element.tagName));
    if (breaks) block++;
  };
  visit(tree.children, false);
  return pieces;
}

/** A stretch of a text; of what is read or of the source, as the context says. */
export type Stretch = { start: number; end: number };

/**
 * A text as it is read, without the signs of Markdown, and the way from there to its source and back. Places in what is
 * read count UTF-16 units; blocks are separated by one line break each.
 */
export class Reading {
  readonly pieces: readonly Piece[];
  readonly text: string;
  /** Where each piece begins in what is read. */
  readonly starts: readonly number[];
  /** Pieces with a source, in the order of the source. */
  readonly #sourced: readonly number[];

  constructor(tree: Root) {
    this.pieces = piecesOf(tree);
    const starts: number[] = [];
    const texts: string[] = [];
    let length = 0;
    let before: Piece | undefined;
    for (const piece of this.pieces) {
      if (piece.text) {
        if (before && piece.block !== before.block && !before.text.endsWith('\n')) {
          texts.push('\n');
          length++;
        }
        before = piece;
      }
      starts.push(length);
      texts.push(piece.text);
      length += piece.text.length;
    }
    this.text = texts.join('');
    this.starts = starts;
    this.#sourced = this.pieces
      .flatMap(({ source }, at) => (source ? [at] : []))
      .sort((one, other) => this.#from(one) - this.#from(other));
  }
  #from(at: number): number {
    return this.pieces[at]?.source?.from ?? 0;
  }

  /** The source of a stretch that is read; null where nothing in it has a source. */
  toSource({ start, end }: Stretch): Stretch | null {
    let from = Number.POSITIVE_INFINITY;
    let to = -1;
    for (let at = this.pieceAt(start); at < this.pieces.length; at++) {
      const piece = this.pieces[at];
      const begin = this.starts[at] ?? 0;
      if (!piece || begin >= end) break;
      const { source, text, whole } = piece;
      if (!source || begin + text.length <= start) continue;
      from = Math.min(from, whole ? source.from : source.from + Math.max(0, start - begin));
      to = Math.max(to, whole ? source.to : source.from + Math.min(text.length, end - begin));
    }
    return to < 0 ? null : { start: from, end: to };
  }

  /** Which piece a place that is read is in; the one before it, between two. */
  pieceAt(place: number): number {
    return Math.max(0, upTo(this.starts, place) - 1);
  }

  /** The parts of pieces that a stretch of the source is drawn by. */
  parts({ start, end }: Stretch): { piece: number; from: number; to: number }[] {
    const parts: { piece: number; from: number; to: number }[] = [];
    for (let nth = this.#firstEndingAfter(start); nth < this.#sourced.length; nth++) {
      const at = this.#sourced[nth] ?? 0;
      const piece = this.pieces[at];
      if (!piece?.source || piece.source.from >= end) break;
      const from = piece.whole ? 0 : Math.max(0, start - piece.source.from);
      const to = piece.whole ? piece.text.length : Math.min(piece.text.length, end - piece.source.from);
      if (from < to) parts.push({ piece: at, from, to });
    }
    return parts;
  }
  #firstEndingAfter(place: number): number {
    let low = 0;
    let high = this.#sourced.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pieces[this.#sourced[middle] ?? 0]?.source?.to ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is read of a stretch of the source; null where nothing of it is drawn. */
  toRead(stretch: Stretch): Stretch | null {
    const parts = this.parts(stretch);
    if (parts.length === 0) return null;
    const begins = parts.map(({ piece, from }) => (this.starts[piece] ?? 0) + from);
    const ends = parts.map(({ piece, to }) => (this.starts[piece] ?? 0) + to);
    return { start: Math.min(...begins), end: Math.max(...ends) };
  }
}

/** How many of an ordered list are not past a place. */
function upTo(list: readonly number[], place: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
