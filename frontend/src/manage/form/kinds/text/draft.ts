import { ANYTHING, type DraftKind, neededFor } from '../kind';

export type TextDraft = {
  kind: 'text';
  min_length: number;
  max_length: number | null;
  markdown: boolean;
  edits: boolean;
};

export const text: DraftKind<TextDraft> = {
  scopes: ANYTHING,
  blank: () => ({ kind: 'text', min_length: 0, max_length: null, markdown: false, edits: false }),
  read: ({ min_length, max_length, markdown, edits }) => ({
    kind: 'text',
    min_length: min_length ?? 0,
    max_length: max_length ?? null,
    markdown: markdown ?? false,
    edits: edits ?? false,
  }),
  write: ({ max_length, ...own }) => ({ ...own, ...(max_length === null ? {} : { max_length }) }),
  needs: neededFor,
};
