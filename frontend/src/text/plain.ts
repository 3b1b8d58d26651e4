import type { Root } from 'hast';

/** A text shown as it is, line by line. */
export const plainTree = (source: string): Root => ({
  type: 'root',
  children: [
    {
      type: 'element',
      tagName: 'pre',
      properties: { dataPlain: true },
      children: [{ type: 'text', value: source }],
    },
  ],
});
