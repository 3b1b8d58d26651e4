import { type DraftOption, option, readOptions, writeOptions } from '../../options';
import { type DraftKind, neededFor } from '../kind';

export type SpansDraft = {
  kind: 'spans';
  options: DraftOption[];
  overlap: boolean;
  multiple: boolean;
  snap: 'word' | 'character';
};

export const spans: DraftKind<SpansDraft> = {
  scopes: ['text', 'responses', 'prompt', 'messages', 'context'],
  blank: (words) => ({
    kind: 'spans',
    options: [option('first', words('first'), { colour: 'blue' })],
    overlap: true,
    multiple: false,
    snap: 'word',
  }),
  read: ({ options, overlap, multiple, snap }, fixed) => ({
    kind: 'spans',
    options: readOptions(options, fixed),
    overlap: overlap ?? true,
    multiple: multiple ?? false,
    snap: snap ?? 'word',
  }),
  write: ({ options, ...own }) => ({ ...own, options: writeOptions(options) }),
  needs: neededFor,
  keyed: ({ options }) => [{ options, mode: 'spans' }],
};
