import { type DraftOption, option, readOptions, writePoints } from '../../options';
import { ANYTHING, type DraftKind, neededFor } from '../kind';

export type RatingDraft = { kind: 'rating'; options: DraftOption[] };

export const rating: DraftKind<RatingDraft> = {
  scopes: ANYTHING,
  blank: (words) => ({
    kind: 'rating',
    options: (['poor', 'fair', 'good'] as const).map((word, at) => option(at + 1, words(word))),
  }),
  read: ({ options }, fixed) => ({ kind: 'rating', options: readOptions(options, fixed) }),
  write: ({ kind, options }) => ({ kind, options: writePoints(options) }),
  needs: neededFor,
  awaited: ({ options }) => options,
  keyed: ({ options }) => [{ options, mode: 'item' }],
};
