import { parseMarkdown } from './markdown';
import type { Lines } from './plain';

// One message in, one tree out, by number. Parsing off the main thread keeps typing smooth while items are prefetched.
addEventListener('message', async ({ data }: MessageEvent<{ id: number; source: string; lines: Lines }>) => {
  postMessage({ id: data.id, tree: await parseMarkdown(data.source, data.lines) });
});
