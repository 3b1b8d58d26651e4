import type { Root } from 'hast';

/**
 * What a single line break means: `kept` in the content of items, where transcripts and verses have lines; `joined`, as
 * Markdown has it, in what people write for the page, such as guidelines wrapped at 80 columns.
 */
export type Lines = 'kept' | 'joined';

/** A text shown as it is, line by line. */
export const plainTree = (source: string): Root => ({
  type: 'root',
  children: [
    {
      type: 'element',
      tagName: 'pre',
      properties: { dataPlain: true },
      children: source ? [{ type: 'text', value: source, data: { at: 0 } }] : [],
    },
  ],
});
