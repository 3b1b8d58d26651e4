import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Span } from '../../api/types';
import type { DrawnText } from '../../text/drawn';
import type { Offsets } from '../../text/offsets';
import { dotColour } from '../colours';
import { optionKeys } from '../optionKeys';
import { CAN_PAINT, unitsOf } from './paint';
import { scrollerOf } from './reveal';
import { colourOf, titlesOf } from './rules';
import type { Group } from './Text';
import css from './Text.module.css';

type Chip = {
  key: string;
  /** The keys of the labels, read where there is no room for their names. */
  sign: string;
  title: string;
  colour: string | undefined;
  left: number;
  top: number;
  width: number;
  toLeft: boolean;
  /** Lines under the words, for browsers that cannot paint ranges. */
  lines: { left: number; top: number; width: number }[];
};

const SLACK = 200;
const NARROWEST = 11;

/**
 * The labels over the marks, so that colour is not the only sign. Only those in sight are measured and drawn, however
 * many there are; the list of marks has them all for screen readers.
 */
export function Chips(props: {
  root: React.RefObject<HTMLDivElement | null>;
  drawn: DrawnText;
  offsets: Offsets;
  groups: readonly Group[];
}) {
  const { root, drawn, offsets, groups } = props;
  const [chips, setChips] = useState<readonly Chip[]>([]);
  const latest = useRef(() => {});
  latest.current = () => {
    const element = root.current;
    if (element) setChips(chipsIn(element, drawn, offsets, groups));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what is drawn
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(() => latest.current());
    return () => cancelAnimationFrame(frame);
  }, [drawn, groups]);
  useEffect(() => {
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => latest.current());
    };
    const observer = new ResizeObserver(soon);
    if (root.current) observer.observe(root.current);
    document.addEventListener('scroll', soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('scroll', soon, { capture: true });
    };
  }, [root]);
  return (
    <div className={css.chips} aria-hidden>
      {chips.map((chip) => (
        <span key={chip.key}>
          <span
            className={css.chip}
            data-to-left={chip.toLeft || undefined}
            style={{ left: chip.left, top: chip.top, maxWidth: chip.width, borderColor: chip.colour }}
          >
            <b>{chip.sign}</b>
            <span>{chip.title}</span>
          </span>
          {chip.lines.map((line) => (
            <i
              key={`${line.left} ${line.top}`}
              className={css.line}
              style={{ ...line, background: chip.colour }}
            />
          ))}
        </span>
      ))}
    </div>
  );
}

function chipsIn(
  root: HTMLElement,
  drawn: DrawnText,
  offsets: Offsets,
  groups: readonly Group[],
): readonly Chip[] {
  const frame = root.getBoundingClientRect();
  const box = scrollerOf(root)?.getBoundingClientRect();
  const sight = {
    top: Math.max(0, box?.top ?? 0) - SLACK,
    bottom: Math.min(innerHeight, box?.bottom ?? innerHeight) + SLACK,
  };
  const chips = groups.flatMap(({ question, spans }) => {
    const keys = optionKeys(question.options, undefined, 'spans');
    return inSight(spans, drawn, offsets, sight).flatMap(({ span, rects }): Chip[] => {
      const rect = rects[0];
      if (!rect) return [];
      const toLeft = drawn.isRightToLeft(unitsOf(offsets, span));
      const left = (toLeft ? rect.right : rect.left) - frame.left;
      if (left < -1 || left > frame.width + 1) return [];
      const numbers = question.options.flatMap(({ value }, at) =>
        span.labels.includes(value) ? [keys[at]?.toUpperCase() ?? String(at + 1)] : [],
      );
      const colour = dotColour(colourOf(question, span.labels[0] ?? ''));
      return [
        {
          key: `${question.name} ${span.start} ${span.end} ${span.labels.join(' ')}`,
          sign: numbers.join('+') || '?',
          title: titlesOf(question, span.labels).join(' + '),
          colour,
          left,
          top: rect.top - frame.top,
          width: Math.max(rect.width, NARROWEST),
          toLeft,
          lines: CAN_PAINT
            ? []
            : rects.map((each) => ({
                left: each.left - frame.left,
                top: each.bottom - frame.top,
                width: each.width,
              })),
        },
      ];
    });
  });
  return apart(chips);
}

/** Marks stand in the order of the text, so a search by their height finds the first in sight. */
function inSight(
  spans: readonly Span[],
  drawn: DrawnText,
  offsets: Offsets,
  sight: { top: number; bottom: number },
): { span: Span; rects: DOMRect[] }[] {
  const rectsOf = (span: Span | undefined): DOMRect[] => {
    const read = span && drawn.reading.toRead(unitsOf(offsets, span));
    const range =
      read &&
      drawn.rangeOf({ start: read.start, end: CAN_PAINT ? Math.min(read.end, read.start + 400) : read.end });
    return [...(range?.getClientRects?.() ?? [])].filter(({ width }) => width > 0);
  };
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rectsOf(spans[middle])[0]?.top ?? 0) < sight.top) low = middle + 1;
    else high = middle;
  }
  const found: { span: Span; rects: DOMRect[] }[] = [];
  for (const span of spans.slice(low)) {
    const rects = rectsOf(span);
    if ((rects[0]?.top ?? 0) > sight.bottom) break;
    found.push({ span, rects });
  }
  return found;
}

/** Chips that would begin at the same place stand beside each other. */
function apart(chips: readonly Chip[]): readonly Chip[] {
  const taken: { top: number; left: number }[] = [];
  return chips.map((chip) => {
    let { left } = chip;
    const step = (NARROWEST + 1) * (chip.toLeft ? -1 : 1);
    while (taken.some((each) => Math.abs(each.top - chip.top) < 6 && Math.abs(each.left - left) < NARROWEST))
      left += step;
    taken.push({ top: chip.top, left });
    return { ...chip, left, width: Math.max(NARROWEST, chip.width - Math.abs(left - chip.left)) };
  });
}
