import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef, useState } from 'react';

export type Edge = 'before' | 'after';
type Place = { list: string; id: string };

/**
 * A row that is dragged by its grip to before or after another row of the same list. Every such list has keys and
 * buttons that do the same (WCAG 2.5.7).
 */
export function useSortable<Row extends HTMLElement>(
  list: string,
  id: string,
  onDrop: (id: string, target: string, edge: Edge) => void,
  along: 'x' | 'y' = 'y',
): { row: RefObject<Row | null>; grip: RefObject<HTMLSpanElement | null>; edge: Edge | null } {
  const row = useRef<Row>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const [element, handle] = [row.current, grip.current];
    if (!element || !handle) return;
    const edgeAt = ({ clientX, clientY }: { clientX: number; clientY: number }): Edge => {
      const box = element.getBoundingClientRect();
      const past = along === 'y' ? clientY > box.top + box.height / 2 : clientX > box.left + box.width / 2;
      return past ? 'after' : 'before';
    };
    const frees = [
      draggable({ element, dragHandle: handle, getInitialData: () => ({ list, id }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => (source.data as Place).list === list && (source.data as Place).id !== id,
        onDrag: ({ location }) => setEdge(edgeAt(location.current.input)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ source, location }) => {
          setEdge(null);
          drop.current((source.data as Place).id, id, edgeAt(location.current.input));
        },
      }),
    ];
    return () => {
      for (const free of frees) free();
    };
  }, [list, id, along]);
  return { row, grip, edge };
}
