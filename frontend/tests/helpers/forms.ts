import type { Content, Form, Question } from '../../src/api/types';

const common = { help: '', scope: 'item', required: true, when: null } as const;
const option = (value: string, key = '') => ({
  value,
  title: value,
  key,
  colour: '' as const,
  description: '',
});

export const order: Question = { ...common, name: 'order', kind: 'ranking', title: 'Order', ties: true };
export const safe: Question = {
  ...common,
  name: 'safe',
  kind: 'choice',
  scope: 'responses',
  title: 'Safe?',
  multiple: false,
  unsure: true,
  other: false,
  options: [option('yes', 'y'), option('no', 'n')],
};
export const harm: Question = {
  ...common,
  name: 'harm',
  kind: 'choice',
  scope: 'responses',
  title: 'What harm?',
  multiple: true,
  unsure: false,
  other: true,
  options: [option('insult'), option('danger')],
  when: { question: 'safe', equals: 'no' },
};
export const quality: Question = {
  ...common,
  name: 'quality',
  kind: 'rating',
  title: 'Quality',
  options: [1, 2, 3, 4, 5].map((value) => ({ value, title: String(value) })),
};
export const why: Question = {
  ...common,
  name: 'why',
  kind: 'text',
  title: 'Why?',
  required: false,
  min_length: 5,
  max_length: 20,
};

export const formOf = (...questions: Question[]): Form => ({
  version: 1,
  shows: ['prompt', 'responses'],
  questions,
});
export const contentOf = (count: number): Content => ({
  prompt: { text: 'Which?' },
  responses: Array.from({ length: count }, (_, at) => ({ id: `r${at + 1}`, text: `Text ${at + 1}` })),
});
