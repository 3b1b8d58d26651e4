import type { DialogueQuestion } from '../../src/api/types';

export const asked = (settings: Partial<DialogueQuestion> = {}): DialogueQuestion => ({
  name: 'talk',
  kind: 'dialogue',
  title: 'Write a dialogue',
  scope: 'item',
  required: true,
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
  ...settings,
});
