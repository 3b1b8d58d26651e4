import type { Job } from '../../api';
import type { components } from '../../api/schema';
import type { Language } from '../../i18n';
import type { Models } from '../models/types';
import type { Reason } from '../parts/reason';
import type { Named, Pair, PersonRow } from '../standing/types';

type Schemas = components['schemas'];

export type { Models } from '../models/types';
export type { Figure, Named, Pair, PersonRow } from '../standing/types';

// Shapes of the API, as exports/api/reports.py and the report's own JSON have them.

/** Whether a report names people, or knows them by pseudonyms: the latter is what clients may see. */
export type Naming = 'names' | 'pseudonyms';
export type Report = Omit<Job, 'state'> & {
  state: Exclude<Job['state'], 'waiting'>;
  project_id: string | null;
  client_id: string;
  since: string | null;
  until: string | null;
  release_id: string | null;
  people: Naming;
  previous_id: string | null;
};
export type Wish = {
  since?: string;
  until?: string;
  release_id?: string;
  people: Naming;
  /** Of the PDF. */
  language: Language;
  probe?: boolean;
};
export const DOWNLOADS = ['pdf', 'csv', 'json'] as const;
export type Download = (typeof DOWNLOADS)[number];

export type Schedule = {
  id: string;
  every: 'week';
  hour: number;
  /** 0 is Monday. */
  weekday: number;
  people: Naming;
  covers: 'everything' | 'week';
  active?: boolean;
  next_at?: string | null;
};
export type NewSchedule = Pick<Schedule, 'every' | 'hour' | 'weekday' | 'people' | 'covers'>;

// The report itself.

export type Category = string | number;
export type Interval = { value: number | null; low: number | null; high: number | null };
export const LEVELS = ['good', 'tentative', 'low', 'undefined'] as const;
export type Level = (typeof LEVELS)[number];

export type Content = {
  id: string;
  made_at: string;
  scope: {
    client: Named;
    since: string | null;
    until: string | null;
    release: { id: string; name?: string; number?: number } | null;
  };
  people: Naming;
  previous: { id: string; made_at: string } | null;
  projects: Section[];
};

/** A figure that is not what it was. Reports of an earlier version say nothing of members, intervals and verdicts. */
export type FigureChange = Schemas['FigureChangeShape'];
/** What a figure is called: a level, how a rate stands to its threshold, whether somebody stands out. */
export type FigureVerdict = Schemas['FigureVerdict'];

export type Section = {
  project: Named;
  form_version: number;
  counts: {
    items: number;
    answered: number;
    overlapped: number;
    annotations: number;
    people: number;
    gold: number;
    seconds: number;
  };
  headline: { question: string; level: Level; alpha: number | null; code: string }[];
  questions: Question[];
  items: {
    histogram: { low: number; high: number; items: number }[];
    worst: WorstItem[];
  };
  people: PersonRow[];
  pairs: Pair[];
  heat: Heat;
  models: Models | null;
  probe: Probe | null;
  /** What differs from the report before; reports of an earlier version have none. */
  changes?: FigureChange[];
  notes: string[];
};

export type Question = {
  question: string;
  title: string;
  kind: string;
  on: string;
  metric: string | null;
  options: { value: Category; title: string }[];
  alpha: number | null;
  low: number | null;
  high: number | null;
  percent: number | null;
  ac1: Interval | null;
  items: number;
  units: number;
  annotations: number;
  reason: Reason | string | null;
  level: Level;
  change: { alpha: number | null; difference: number | null } | null;
  why: Why[];
  figures: Figures;
  confused_items: string[];
  truth: Truth | null;
};

/** A reason why people agree little on a question, with the figure it rests on. */
export type Why =
  | { because: 'prevalence'; category: Category; share: number; percent: number | null }
  | { because: 'confused'; categories: [Category, Category]; share: number }
  | { because: 'person'; person: Named; alpha: number }
  | { because: 'few_items'; items: number }
  | { because: 'ties'; share: number };

/** What a collector of `annotation/agreement/figures` tells; each kind of question has its own part of it. */
export type Figures = {
  categories?: Category[];
  prevalence?: number[] | null;
  fleiss?: number | null;
  alpha_by_category?: (number | null)[];
  met?: number[][];
  confused?: { categories: [Category, Category]; share: number } | null;
  people?: { person: Named; given: number[]; agreement: number | null; alpha_without: number | null }[];
  mean_difference?: number | null;
  ac2?: Interval;
  ties?: number | null;
  kendall_w?: number | null;
  tau_b?: number | null;
  top?: number | null;
  labels?: { [label: string]: number | null | { alpha: number | null; share: number | null } };
  exact?: number | null;
  exact_f1?: number | null;
  overlap_f1?: number | null;
  character_alpha?: number | null;
  f1_50?: number | null;
  f1_75?: number | null;
  mean_overlap?: number | null;
  count_difference?: number | null;
  mislabelled?: number;
  missing?: number;
  extra?: number;
  unmatched?: number;
  /** Items with most marks of each kind, whatever the people. */
  items_with?: { [kind: string]: string[] };
  class_alpha?: Interval;
  kappas?: Kappa[];
  weighted_kappa?: number | null;
  spearman?: number | null;
  aspects?: { [aspect: string]: Aspect };
  reply_spans?: { exact_f1: number | null; overlap_f1: number | null };
  levenshtein?: number | null;
  chrf?: number | null;
  tags?: number | null;
  circles?: number;
  triples?: number;
};

/** Cohen's κ of two people; of ratings it is weighted, and there is Spearman's ρ besides. */
export type Kappa = Interval & { people: [Named, Named]; n: number; spearman?: number | null };
/** How well people agree on one aspect of a dialogue's replies. */
export type Aspect = {
  title: string;
  alpha: number | null;
  low: number | null;
  high: number | null;
  mean_difference: number | null;
  reason: Reason | null;
};

export type Truth = {
  decided: number;
  tied: number;
  needs_review: number;
  expected_accuracy: number | null;
  labels_saved: number | null;
};

export type WorstItem = {
  id: string;
  external_id: string;
  position: number;
  agreement: number | null;
  state: string;
};

export type Heat = {
  people: Named[];
  shared: (number | null)[][];
  alike: (number | null)[][];
};

/** Whether a small model can learn what people prefer, and whether more answers would still help. */
export type Probe = { questions: ProbeQuestion[] };
export type ProbeQuestion = {
  question: string;
  curve: { n: number; accuracy: number; low: number; high: number }[];
  /** How often one person says what another one does. */
  ceiling: number | null;
  /** What the last doubling brought. */
  gain: { value: number; low: number; high: number } | null;
  pairs: number;
  prompts: number;
  /** Why there is no curve. */
  reason: Reason | string | null;
};
