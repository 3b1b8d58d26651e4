import { type DraftOption, isTree, option, readOptions, writeOptions } from '../../options';
import { ANYTHING, type DraftKind, neededFor } from '../kind';

export type ChoiceDraft = {
  kind: 'choice';
  multiple: boolean;
  unsure: boolean;
  other: boolean;
  leaves_only: boolean;
  options: DraftOption[];
};

export const choice: DraftKind<ChoiceDraft> = {
  scopes: ANYTHING,
  blank: (words) => ({
    kind: 'choice',
    multiple: false,
    unsure: false,
    other: false,
    leaves_only: false,
    options: [option('yes', words('yes')), option('no', words('no'))],
  }),
  read: ({ multiple, unsure, other, leaves_only, options }, fixed) => ({
    kind: 'choice',
    multiple: multiple ?? false,
    unsure: unsure ?? false,
    other: other ?? false,
    leaves_only: leaves_only ?? false,
    options: readOptions(options, fixed),
  }),
  write: ({ options, leaves_only, ...flags }) => ({
    ...flags,
    leaves_only: leaves_only && isTree(options),
    options: writeOptions(options),
  }),
  needs: neededFor,
  awaited: ({ options }) => options,
  keyed: ({ options, unsure }) => [{ options, mode: 'item', taken: unsure ? ['0'] : [] }],
};
