import type { Answer, Content } from '../../api';
import type { components } from '../../api/schema';
import type { Holding } from '../exports/types';

type Schemas = components['schemas'];

export type Agreement = { question?: string; on?: string; title?: string; alpha?: number | null };
/** A numbered data set that never changes; formats are made from it at any time. */
export type Release = Omit<Schemas['ReleaseShape'], 'agreement'> & { agreement: readonly Agreement[] };
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
