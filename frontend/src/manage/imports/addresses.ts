/** The server takes so many at once. */
export const MOST_ADDRESSES = 10_000;

/** The addresses of a text, one a line, each once; `strange` are lines that are none. */
export function addressesIn(text: string): { urls: string[]; strange: string[] } {
  const lines = [...new Set(text.split(/\s+/).filter(Boolean))];
  return { urls: lines.filter(isAddress), strange: lines.filter((line) => !isAddress(line)) };
}

const isAddress = (line: string): boolean =>
  /^https?:\/\//i.test(line) && URL.canParse(line) && new URL(line).hostname !== '';
