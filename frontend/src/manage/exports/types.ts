import type { Job } from '../../api';

export type FormatOption = {
  name: string;
  kind: 'choice' | 'flag' | 'number' | 'text' | 'questions';
  title: string;
  choices?: readonly { value: string | number; title: string }[];
  default?: unknown;
};
/** A way to write a data set, and whether this project's form has what it needs. */
export type ExportFormat = {
  name: string;
  title: string;
  extension: string;
  description: string;
  fits: boolean;
  why_not: string;
  options: readonly FormatOption[];
};

export const ANSWERS = ['all', 'accepted', 'resolutions'] as const;
export const PEOPLE = ['ids', 'pseudonyms', 'none'] as const;
/** Shares that add up to 1; the same seed splits the same items alike, always. */
export type Split = { train: number; validation: number; test: number; seed: string };
/** What a data set holds, whatever its format. */
export type Holding = {
  answers: (typeof ANSWERS)[number];
  people: (typeof PEOPLE)[number];
  split: Split | null;
  query?: { readonly [name: string]: string };
};

export type Export = Job & {
  project_id: string;
  release_id: string | null;
  format: string;
  options: { readonly [name: string]: unknown };
  filename: string;
  size: number | null;
  sha256: string;
  counts: { readonly [name: string]: number };
  losses: readonly { what: string; count: number }[];
};
export type Wish = { format: string; options: { readonly [name: string]: unknown } };

export type Delivery = Job & { export_id: string; bucket_id: string; key: string; size: number | null };

export const EVERY = ['day', 'week', 'month'] as const;
export type Schedule = Wish & {
  id: string;
  every: (typeof EVERY)[number];
  /** Of the day, in UTC. */
  hour: number;
  bucket_id: string | null;
  next_at: string | null;
  last_export_id: string | null;
  active: boolean;
};
export type NewSchedule = Wish & Pick<Schedule, 'every' | 'hour' | 'bucket_id'>;
