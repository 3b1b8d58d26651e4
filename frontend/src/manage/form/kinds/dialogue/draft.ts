import type { DialogueQuestion } from '../../../../api';
import { machineName, newId } from '../../names';
import { type DraftOption, option, readOptions, writeOptions, writePoints } from '../../options';
import type { DraftKind, Words } from '../kind';

/** A scale on which every response is rated. */
export type DraftScale = { id: string; name: string; title: string; options: DraftOption[]; fixed: boolean };
export type DialogueDraft = {
  kind: 'dialogue';
  min_turns: number;
  max_turns: number;
  min_responses: number;
  max_responses: number;
  ties: boolean;
  prompt_images: boolean;
  response_images: boolean;
  /** Of a whole response. */
  tags: DraftOption[];
  /** Of stretches of a response. */
  labels: DraftOption[];
  ratings: DraftScale[];
};
export const MOST_TURNS = 50;
export const MOST_RESPONSES = 20;

export const dialogue: DraftKind<DialogueDraft> = {
  scopes: ['item'],
  blank: () => ({
    kind: 'dialogue',
    min_turns: 1,
    max_turns: 10,
    min_responses: 1,
    max_responses: 8,
    ties: true,
    prompt_images: false,
    response_images: false,
    tags: [],
    labels: [],
    ratings: [],
  }),
  read: (question, fixed) => ({
    kind: 'dialogue',
    min_turns: question.min_turns ?? 1,
    max_turns: question.max_turns ?? 10,
    min_responses: question.min_responses ?? 1,
    max_responses: question.max_responses ?? 8,
    ties: question.ties ?? true,
    prompt_images: question.prompt_images ?? false,
    response_images: question.response_images ?? false,
    tags: readOptions(question.tags ?? [], fixed),
    labels: readOptions(question.labels ?? [], fixed),
    ratings: (question.ratings ?? []).map((scale) => readScale(scale, fixed)),
  }),
  write: ({ tags, labels, ratings, ...own }) => ({
    ...own,
    tags: writeOptions(tags),
    labels: writeOptions(labels),
    ratings: ratings.map(({ name, title, options }) => ({ name, title, options: writePoints(options) })),
  }),
  needs: () => [],
  keyed: ({ tags, labels }) => [
    { options: tags, mode: 'dialogue' },
    { options: labels, mode: 'spans' },
  ],
};

const readScale = (
  { name, title, options }: DialogueQuestion['ratings'][number],
  fixed: boolean,
): DraftScale => ({
  id: newId(),
  name,
  title,
  options: readOptions(options, fixed),
  fixed,
});

export const addScale = (scales: readonly DraftScale[], words: Words): DraftScale[] => [
  ...scales,
  {
    id: newId(),
    name: machineName('', names(scales), 'rating'),
    title: '',
    options: (['poor', 'fair', 'good'] as const).map((word, at) => option(at + 1, words(word))),
    fixed: false,
  },
];

/** The name of a new scale follows its title. */
export const changeScale = (
  scales: readonly DraftScale[],
  id: string,
  change: Partial<DraftScale>,
): DraftScale[] =>
  scales.map((scale) => {
    if (scale.id !== id) return scale;
    const after = { ...scale, ...change };
    if (scale.fixed || !change.title?.trim()) return after;
    return { ...after, name: machineName(change.title, names(scales.filter((each) => each !== scale))) };
  });

const names = (scales: readonly DraftScale[]): string[] => scales.map(({ name }) => name);
