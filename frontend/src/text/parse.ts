import type { Root } from 'hast';
import { trustedScriptUrl } from '../ui/trusted';
import { type Lines, plainTree } from './plain';
import workerUrl from './worker?worker&url';

let worker: Worker | null | undefined;
let count = 0;
const waiting = new Map<number, { source: string; lines: Lines; done: (tree: Root) => void }>();

/** Markdown as a safe tree, parsed in a Worker; a text that cannot be parsed is shown as it is. */
export function parse(source: string, lines: Lines = 'kept'): Promise<Root> {
  worker ??= start();
  if (!worker) return here(source, lines);
  const id = ++count;
  return new Promise((done) => {
    waiting.set(id, { source, lines, done });
    worker?.postMessage({ id, source, lines });
  });
}

function start(): Worker | null {
  if (typeof Worker === 'undefined') return null;
  try {
    const started = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<{ id: number; tree: Root }>) => {
      waiting.get(data.id)?.done(data.tree);
      waiting.delete(data.id);
    };
    started.onerror = () => {
      // A Worker that cannot start must not stop the work: parse here from now on.
      worker = null;
      for (const { source, lines, done } of waiting.values()) void here(source, lines).then(done);
      waiting.clear();
    };
    return started;
  } catch {
    return null;
  }
}

async function here(source: string, lines: Lines): Promise<Root> {
  try {
    return await (await import('./markdown')).parseMarkdown(source, lines);
  } catch {
    return plainTree(source);
  }
}
