import type { Root } from 'hast';
import { plainTree } from './plain';
import workerUrl from './worker?worker&url';

type Policy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy };

let worker: Worker | null | undefined;
let count = 0;
const waiting = new Map<number, { source: string; done: (tree: Root) => void }>();

/** Markdown as a safe tree, parsed in a Worker; a text that cannot be parsed is shown as it is. */
export function parse(source: string): Promise<Root> {
  worker ??= start();
  if (!worker) return here(source);
  const id = ++count;
  return new Promise((done) => {
    waiting.set(id, { source, done });
    worker?.postMessage({ id, source });
  });
}

function start(): Worker | null {
  if (typeof Worker === 'undefined') return null;
  try {
    const started = new Worker(trusted(workerUrl), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<{ id: number; tree: Root }>) => {
      waiting.get(data.id)?.done(data.tree);
      waiting.delete(data.id);
    };
    started.onerror = () => {
      // A Worker that cannot start must not stop the work: parse here from now on.
      worker = null;
      for (const { source, done } of waiting.values()) void here(source).then(done);
      waiting.clear();
    };
    return started;
  } catch {
    return null;
  }
}

/** A Worker's address is a script's address, which Trusted Types want named by a policy. */
function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  const policy = types.createPolicy('concord-worker', {
    createScriptURL: (asked) => {
      if (new URL(asked, location.href).origin !== location.origin) throw new TypeError('A foreign script');
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

async function here(source: string): Promise<Root> {
  try {
    return await (await import('./markdown')).parseMarkdown(source);
  } catch {
    return plainTree(source);
  }
}
