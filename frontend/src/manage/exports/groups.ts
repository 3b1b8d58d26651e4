import type { ExportFormat } from './types';

export const GROUPS = ['trainers', 'tables', 'images', 'tools', 'everything'] as const;
export type Group = (typeof GROUPS)[number];

/** What people come for, by the format's name; a format that is not known here stands with the other tools. */
const OF: Record<string, Group> = {
  trl_preference: 'trainers',
  trl_prompt: 'trainers',
  trl_sft: 'trainers',
  trl_unpaired: 'trainers',
  trl_reward: 'trainers',
  trl_stepwise: 'trainers',
  trl_critique: 'trainers',
  openai_chat: 'trainers',
  openai_preference: 'trainers',
  sharegpt: 'trainers',
  huggingface: 'trainers',
  csv: 'tables',
  xlsx: 'tables',
  parquet: 'tables',
  coco: 'images',
  yolo: 'images',
  voc: 'images',
  label_studio: 'tools',
  argilla: 'tools',
  conll: 'tools',
  web_annotations: 'tools',
  annotations: 'everything',
  concord: 'everything',
};

export type Grouped = { group: Group; formats: ExportFormat[] };

/** The formats by what they are for, those that fit first; groups in which nothing is left out. */
export const grouped = (formats: readonly ExportFormat[]): Grouped[] =>
  GROUPS.map((group) => ({
    group,
    formats: formats
      .filter(({ name }) => (OF[name] ?? 'tools') === group)
      .sort((one, other) => Number(other.fits) - Number(one.fits)),
  })).filter((each) => each.formats.length > 0);

/** What most people want of this project: the first that fits, trainers before tables. */
export const firstChoice = (formats: readonly ExportFormat[]): ExportFormat | undefined =>
  ['trl_preference', ...Object.keys(OF)]
    .map((name) => formats.find((each) => each.name === name))
    .find((each) => each?.fits) ?? formats.find(({ fits }) => fits);
