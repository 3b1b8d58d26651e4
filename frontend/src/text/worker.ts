import { parseMarkdown } from './markdown';
import type { Asked } from './parse';

// One message in, one tree out, by number. Parsing off the main thread keeps typing smooth while items are prefetched.
addEventListener('message', async ({ data }: MessageEvent<Asked & { id: number }>) => {
  postMessage({ id: data.id, tree: await parseMarkdown(data.source, data.lines, data.positions) });
});
