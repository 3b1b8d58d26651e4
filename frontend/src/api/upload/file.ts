const MEDIA_TYPES: Record<string, string> = {
  jsonl: 'application/jsonl',
  txt: 'text/plain',
  md: 'text/markdown',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
  zip: 'application/zip',
  xml: 'application/xml',
  conll: 'text/plain',
  bio: 'text/plain',
};
/** By the name's ending: browsers disagree about .jsonl and .md, and leave some files without a type. */
export const mediaTypeOf = ({ name, type }: File): string =>
  MEDIA_TYPES[name.split('.').pop()?.toLowerCase() ?? ''] ?? (type || 'application/octet-stream');

/** Resolves after some milliseconds, or rejects when the signal says so. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, milliseconds);
    const cancel = () => {
      clearTimeout(timer);
      stop();
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
