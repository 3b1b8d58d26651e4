import type { Root } from 'hast';
import { trustedScriptUrl } from '../ui/trusted';
import { type Lines, plainTree } from './plain';
import workerUrl from './worker?worker&url';

let worker: Worker | null | undefined;
let count = 0;
/** What the Worker is asked: a text, what its line breaks mean, and whether its parts shall know their place in it. */
export type Asked = { source: string; lines: Lines; positions: boolean };
const waiting = new Map<number, Asked & { done: (tree: Root) => void }>();

/**
 * Markdown as a safe tree, parsed in a Worker; a text that cannot be parsed is shown as it is.
 * `positions`: for texts that are marked, every text in the tree knows its place in the source (positions.ts).
 */
export function parse(source: string, lines: Lines = 'kept', positions = false): Promise<Root> {
  const asked = { source, lines, positions };
  worker ??= start();
  if (!worker) return here(asked);
  const id = ++count;
  return new Promise((done) => {
    waiting.set(id, { ...asked, done });
    worker?.postMessage({ id, ...asked });
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
      for (const { done, ...asked } of waiting.values()) void here(asked).then(done);
      waiting.clear();
    };
    return started;
  } catch {
    return null;
  }
}

async function here({ source, lines, positions }: Asked): Promise<Root> {
  try {
    return await (await import('./markdown')).parseMarkdown(source, lines, positions);
  } catch {
    return plainTree(source);
  }
}
