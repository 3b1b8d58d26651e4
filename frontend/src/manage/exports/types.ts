import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type FormatOption = Schemas['OptionShape'];
/** A way to write a data set, and whether this project's form has what it needs. */
export type ExportFormat = Schemas['ExportFormatShape'];

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

export type Export = Schemas['ExportShape'];
export type Wish = { format: string; options: { readonly [name: string]: unknown } };
export type Delivery = Schemas['DeliveryShape'];

export const EVERY = ['day', 'week', 'month'] as const;
/** `hour` is that of the day in UTC. */
export type Schedule = Schemas['ScheduleShape'];
export type NewSchedule = Wish & Pick<Schedule, 'every' | 'hour' | 'bucket_id'>;
