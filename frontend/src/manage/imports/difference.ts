import type { Content } from '../../api';

/** An item to be compared; `others` are more texts by name. */
export type Shown = {
  content: Content;
  metadata: { readonly [key: string]: unknown };
  others?: { readonly [name: string]: string };
};
export type PartChange = { part: string; before: string; after: string };

/** What differs between two states of an item, part by part, each as text; in the order of the new one. */
export function changesBetween(before: Shown, after: Shown): PartChange[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...now.keys(), ...[...old.keys()].filter((name) => !now.has(name))];
  return names
    .map((part) => ({ part, before: old.get(part) ?? '', after: now.get(part) ?? '' }))
    .filter(({ before, after }) => before !== after);
}

/** An item as named texts: `prompt`, `responses a`, `metadata topic`. */
function partsOf({ content, metadata, others = {} }: Shown): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [key, value] of Object.entries(content))
    if (Array.isArray(value)) for (const [at, entry] of value.entries()) put(parts, key, entry, at);
    else parts.set(key, textOf(value));
  for (const [key, value] of Object.entries(metadata)) parts.set(`metadata ${key}`, textOf(value));
  for (const [key, value] of Object.entries(others)) parts.set(key, value);
  return parts;
}

function put(parts: Map<string, string>, key: string, entry: unknown, at: number): void {
  const name = isRecord(entry) && typeof entry.id === 'string' ? entry.id : String(at + 1);
  parts.set(`${key} ${name}`, textOf(entry));
}

/** A text where there is one; what stands beside it follows line by line. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return JSON.stringify(value) ?? '';
  const { text, id: _, ...rest } = value;
  const others = Object.entries(rest).map(([key, each]) => `${key}: ${textOf(each)}`);
  return [...(typeof text === 'string' ? [text] : []), ...others.sort()].join('\n');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
