import type { Span, SpansQuestion } from '../../api/types';
import type { DrawnText } from '../../text/drawn';
import type { Offsets } from '../../text/offsets';
import type { Stretch } from '../../text/pieces';
import './highlights.css';
import { colourOf } from './rules';

/**
 * Marks are painted with the CSS Custom Highlight API: the page's nodes stay as they are, overlaps cost nothing. There
 * is one highlight per colour for the whole page; each text adds its ranges and takes them away.
 */
export const CAN_PAINT =
  typeof Highlight !== 'undefined' && typeof CSS !== 'undefined' && 'highlights' in CSS;

const highlights = new Map<string, Highlight>();
function highlight(name: string, priority: number): Highlight {
  const known = highlights.get(name);
  if (known) return known;
  const made = new Highlight();
  made.priority = priority;
  highlights.set(name, made);
  CSS.highlights.set(`concord-${name}`, made);
  return made;
}

export const unitsOf = (offsets: Offsets, { start, end }: Stretch): Stretch => ({
  start: offsets.toUnits(start),
  end: offsets.toUnits(end),
});

type Painted = { highlight: Highlight; range: AbstractRange }[];

/** The marks of one text on the page. Only what changed is painted anew. */
export class Paint {
  readonly #drawn: DrawnText;
  readonly #offsets: Offsets;
  readonly #painted = new Map<Span, Painted>();
  #over: Painted = [];

  constructor(drawn: DrawnText, offsets: Offsets) {
    this.#drawn = drawn;
    this.#offsets = offsets;
  }
  /** `sight`: the part of the source to paint; null for all of it. */
  show(groups: readonly { question: SpansQuestion; spans: readonly Span[] }[], sight: Stretch | null): void {
    if (!CAN_PAINT) return;
    const from = sight ? this.#offsets.toPoints(sight.start) : 0;
    const to = sight ? this.#offsets.toPoints(sight.end) : Number.POSITIVE_INFINITY;
    const wanted = new Map(
      groups.flatMap(({ question, spans }) =>
        spans
          .filter(({ start, end }) => start < to && end > from)
          .map((span): [Span, SpansQuestion] => [span, question]),
      ),
    );
    for (const [span, painted] of this.#painted)
      if (!wanted.has(span)) {
        erase(painted);
        this.#painted.delete(span);
      }
    for (const [span, question] of wanted)
      if (!this.#painted.has(span)) this.#painted.set(span, this.#paint(question, span));
  }
  #paint(question: SpansQuestion, span: Span): Painted {
    const ranges = this.#drawn.rangesOf(unitsOf(this.#offsets, span));
    const colours = span.labels.length > 0 ? span.labels.map((each) => colourOf(question, each)) : ['gray'];
    return colours.flatMap((colour) => add(highlight(`mark-${colour}`, 0), ranges));
  }
  /** The current mark and what is selected lie over the marks. */
  showOver(current: Stretch | null, selected: Stretch | null): void {
    if (!CAN_PAINT) return;
    erase(this.#over);
    this.#over = [
      ...(current ? add(highlight('current', 1), this.#drawn.rangesOf(current)) : []),
      ...(selected ? add(highlight('selected', 2), this.#drawn.rangesOf(selected)) : []),
    ];
  }
  clear(): void {
    this.showOver(null, null);
    this.show([], null);
  }
}

function add(to: Highlight, ranges: readonly AbstractRange[]): Painted {
  return ranges.map((range) => {
    to.add(range);
    return { highlight: to, range };
  });
}
function erase(painted: Painted): void {
  for (const { highlight, range } of painted) highlight.delete(range);
}
