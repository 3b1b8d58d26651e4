import type { Content } from '../../api';

/** One text of an item's content: where it stands (as in `content.responses.2.text`), and what it says. */
export type Text = {
  path: readonly (string | number)[];
  part: 'prompt' | 'message' | 'text' | 'context' | 'response';
  number: number;
  value: string;
};

/** The texts of a content that can be mended, in the order in which they are read. */
export function textsIn(content: Content): Text[] {
  const { prompt, messages = [], text, context = [], responses = [] } = content;
  const listed = (key: string, part: Text['part'], list: readonly { text?: string }[]): Text[] =>
    list.map((each, index) => ({
      path: [key, index, 'text'],
      part,
      number: index + 1,
      value: each.text ?? '',
    }));
  return [
    ...(prompt ? [{ path: ['prompt', 'text'], part: 'prompt', number: 1, value: prompt.text } as const] : []),
    ...listed('messages', 'message', messages),
    ...(text === undefined ? [] : [{ path: ['text'], part: 'text', number: 1, value: text } as const]),
    ...listed('context', 'context', context),
    ...listed('responses', 'response', responses),
  ];
}

/** The content with another text in one place. */
export function withText(content: Content, path: Text['path'], value: string): Content {
  const put = (part: unknown, [first, ...rest]: Text['path']): unknown => {
    if (first === undefined) return value;
    if (Array.isArray(part)) return part.map((each, index) => (index === first ? put(each, rest) : each));
    const record = (part ?? {}) as Record<string, unknown>;
    return { ...record, [first]: put(record[first], rest) };
  };
  return put(content, path) as Content;
}

export const pathKey = (path: Text['path']): string => path.join('.');
