import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import { useDesk } from './desk';
import { useMoves } from './moves';

type Zone = 'before' | 'tie' | 'after';

/** Dropped on the upper or lower part of a card a response gets a rank before or after it, in the middle it ties. */
export function useRankDrop(turn: string, onto: string) {
  const { question } = useDesk();
  const move = useMoves();
  const element = useRef<HTMLLIElement>(null);
  const [zone, setZone] = useState<Zone>();
  const latest = useRef(move);
  latest.current = move;
  const { ties } = question;
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.dialogueTurn === turn && source.data.id !== onto,
      getData: ({ input, element: card }) => ({
        zone: zoneAt(input.clientY, card.getBoundingClientRect(), ties),
      }),
      onDrag: ({ self }) => setZone(self.data.zone as Zone),
      onDragLeave: () => setZone(undefined),
      onDrop: ({ source, self }) => {
        setZone(undefined);
        latest.current(self.data.zone as Zone, { turn, response: String(source.data.id) }, onto);
      },
    });
  }, [turn, onto, ties]);
  return { element, zone };
}

function zoneAt(y: number, { top, height }: DOMRect, ties: boolean): Zone {
  const part = (y - top) / height;
  if (!ties) return part < 0.5 ? 'before' : 'after';
  return part < 0.3 ? 'before' : part > 0.7 ? 'after' : 'tie';
}
