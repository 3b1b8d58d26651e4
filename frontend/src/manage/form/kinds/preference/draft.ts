import { type DraftOption, option, readOptions, writePoints } from '../../options';
import type { DraftKind } from '../kind';

export type PreferenceDraft = {
  kind: 'preference';
  /** Weakest first, numbered from 1. */
  strengths: DraftOption[];
  tie: boolean;
  both_bad: boolean;
};
export const MOST_STRENGTHS = 4;

export const preference: DraftKind<PreferenceDraft> = {
  scopes: ['item'],
  blank: (words) => ({
    kind: 'preference',
    strengths: [option(1, words('better'))],
    tie: true,
    both_bad: false,
  }),
  read: ({ strengths, tie, both_bad }, fixed) => ({
    kind: 'preference',
    strengths: readOptions(strengths ?? [], fixed),
    tie: tie ?? true,
    both_bad: both_bad ?? false,
  }),
  write: ({ kind, strengths, tie, both_bad }) => ({
    kind,
    strengths: writePoints(strengths).map((grade, at) => ({ ...grade, value: at + 1 })),
    tie,
    both_bad,
  }),
  needs: () => ['responses'],
};
