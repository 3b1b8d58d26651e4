import type { Answer, Content, Job } from '../../api';
import type { Holding } from '../exports/types';

export const STATES = ['building', 'offered', 'accepted', 'rejected', 'failed'] as const;
export type Comment = { by: { name: string } | string | null; at: string; text: string; verdict: string };
export type Agreement = { question?: string; on?: string; title?: string; alpha?: number | null };

/** A numbered data set that never changes; formats are made from it at any time. */
export type Release = Job & {
  number: number;
  name: string;
  notes?: string;
  licence?: string;
  state_of_release: (typeof STATES)[number];
  items: number;
  annotations: number;
  sha256: string;
  size: number | null;
  created_by: { name: string } | string | null;
  created_at: string;
  form_version: number | null;
  guidelines_version: number | string | null;
  agreement: readonly Agreement[];
  comments: readonly Comment[];
};
export type NewRelease = Holding & { name: string; notes: string; licence: string };

/** An item as a release holds it. */
export type Side = {
  content: Content;
  metadata: { readonly [key: string]: unknown };
  state: string;
  annotations: readonly { id: string; annotator: string; answers: readonly Answer[] }[];
} | null;
export type Change = {
  external_id: string;
  change: 'added' | 'removed' | 'changed';
  before: Side;
  after: Side;
};
export type Comparison = {
  added: number;
  removed: number;
  changed: number;
  results: readonly Change[];
  next: string | null;
};

/** Who did something, as the API names people. */
export const nameOf = (who: { name: string } | string | null): string =>
  typeof who === 'string' ? who : (who?.name ?? '');
