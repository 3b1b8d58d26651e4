import { useEffect, useState } from 'react';
import type { Anchor } from '../compare/Comparison';
import type { Ready } from '../label/ready';
import { textsOf } from '../label/ready';
import { DrawnText } from '../text/drawn';
import { Offsets } from '../text/offsets';
import { Reading, type Stretch } from '../text/pieces';

/** A place on the page, and the words that stand there. */
export type Selected = { wanted: Partial<Anchor> & { on: string }; quote: string };
type Stretched = { start: number; end: number; quote: string };

/**
 * What is selected on the page, if it lies in one text of the item (`data-text`) or in one that an annotator wrote
 * (`data-anchors`): where it stands in the source, in code points.
 */
export function selectedAnchor(ready: Pick<Ready, 'trees' | 'assignment'>): Selected | null {
  const selection = globalThis.getSelection?.();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around instanceof Element ? around : around.parentElement;
  const written = element?.closest<HTMLElement>('[data-anchors]');
  if (written) return inWritten(written, range);
  const text = element?.closest<HTMLElement>('[data-text]');
  return text ? inText(text, range, ready) : null;
}

function inWritten(element: HTMLElement, range: Range): Selected | null {
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const found = anchored(element.textContent ?? '', { start, end: start + range.toString().length });
  const { question, anchors = 'item' } = element.dataset;
  return found && selected(found, anchors, question);
}

function inText(
  element: HTMLElement,
  range: Range,
  { trees, assignment }: Pick<Ready, 'trees' | 'assignment'>,
): Selected | null {
  const on = element.dataset.text ?? '';
  const tree = trees.get(on);
  const source = textsOf(assignment.content).find(([place]) => place === on)?.[1];
  if (!tree || source === undefined) return null;
  const reading = new Reading(tree);
  const read = new DrawnText(element, reading).stretchOf(range);
  const stretch = read && reading.toSource(read);
  const found = stretch && anchored(source, stretch);
  return found && selected(found, on);
}

const selected = ({ start, end, quote }: Stretched, on: string, question?: string): Selected => ({
  wanted: { on, start, end, ...(question ? { question } : {}) },
  quote,
});

/** Without white space at its ends; null when nothing is left. */
function anchored(source: string, { start, end }: Stretch): Stretched | null {
  const quote = source.slice(start, end);
  const from = start + (quote.length - quote.trimStart().length);
  const to = end - (quote.length - quote.trimEnd().length);
  if (from >= to) return null;
  const offsets = new Offsets(source);
  return { start: offsets.toPoints(from), end: offsets.toPoints(to), quote: source.slice(from, to) };
}

/** Where the selection ends on the screen, as long as something can be said about it. */
export function useSelected(ready: Pick<Ready, 'trees' | 'assignment'>): { x: number; y: number } | null {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const selection = globalThis.getSelection?.();
        const rect =
          selection && selection.rangeCount > 0 && !selection.isCollapsed && selectedAnchor(ready)
            ? [...selection.getRangeAt(0).getClientRects()].at(-1)
            : undefined;
        setAt(rect ? { x: rect.right, y: rect.bottom } : null);
      }, 150);
    };
    const away = () => setAt(null);
    document.addEventListener('selectionchange', look);
    document.addEventListener('scroll', away, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', look);
      document.removeEventListener('scroll', away, { capture: true });
    };
  }, [ready]);
  return at;
}
