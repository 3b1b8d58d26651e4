import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { ItemView } from './ItemView';
import css from './Slots.module.css';
import type { FedItem } from './workbench';

/**
 * The current item, and the next one laid out below it in idle time, inert. Submitting only lifts it, which takes a
 * fraction of the time that drawing it would.
 */
export function Slots(props: {
  items: readonly FedItem[];
  label: string;
  bar: (writing: boolean) => ReactNode;
  onZoom: (handle: string) => void;
}) {
  const [current, next] = props.items;
  const [warm, setWarm] = useState<string | null>(null);
  useEffect(() => {
    if (!next || warm === next.id) return;
    return whenIdle(() => startTransition(() => setWarm(next.id)));
  }, [next, warm]);
  return [current, next?.id === warm ? next : undefined].map(
    (item) =>
      item && (
        <div
          key={item.id}
          className={css.slot}
          inert={item !== current}
          data-below={item !== current || undefined}
        >
          <ItemView
            ready={item}
            live={item === current}
            label={props.label}
            footer={props.bar}
            onZoom={props.onZoom}
          />
        </div>
      ),
  );
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 800 });
  return () => cancelIdleCallback(handle);
}
