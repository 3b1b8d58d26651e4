import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { renderFormula } from './math';

let render: typeof renderFormula | null = null;
let loading: Promise<void> | undefined;

/** Fetches KaTeX before a formula is on the page, so that a prefetched item shows it at once. */
export function loadFormulas(): Promise<void> {
  loading ??= import('./math').then(
    (math) => {
      render = math.renderFormula;
    },
    () => {
      loading = undefined;
    },
  );
  return loading;
}

/** A formula drawn by KaTeX as DOM nodes; until KaTeX is there, and if it fails, the TeX source stands in its place. */
export function Formula({ tex, block }: { tex: string; block: boolean }) {
  const element = useRef<HTMLSpanElement>(null);
  const [ready, setReady] = useState(render !== null);
  useEffect(() => {
    if (!ready) void loadFormulas().then(() => setReady(render !== null));
  }, [ready]);
  useLayoutEffect(() => {
    if (ready && render && element.current) element.current.replaceChildren(render(tex, block));
  }, [tex, block, ready]);
  return ready ? <span ref={element} data-math={block ? 'block' : 'inline'} /> : <code data-math>{tex}</code>;
}
