// Sample items for the fake API: questions with four model answers (Fine-Grained RLHF, Apache-2.0), cell images (BCCD, MIT), and
// hand-written texts that use everything Markdown has.
import { readFileSync } from 'node:fs';
import type { Assignment, Content, Form } from '../src/api/types';

const qa = JSON.parse(readFileSync(new URL('qa.json', import.meta.url), 'utf8')) as Content[];
const option = (value: string, title: string, key = '', colour = '', description = '') => ({
  value,
  title,
  key,
  colour,
  description,
});
const point = (value: number, title: string) => ({ value, title, key: '', colour: '', description: '' });
const question = { help: '', scope: 'item', required: true, when: null } as const;

const order = {
  ...question,
  name: 'order',
  kind: 'ranking',
  title: 'Order the responses, best first',
  ties: true,
} as const;
const safe = {
  ...question,
  name: 'safe',
  kind: 'choice',
  scope: 'responses',
  title: 'Is it supported by the documents?',
  multiple: false,
  unsure: true,
  other: false,
  options: [
    option('yes', 'Yes', 'y', 'green'),
    option('partly', 'Partly', 'p', 'yellow'),
    option('no', 'No', 'n', 'red'),
  ],
} as const;
const faults = {
  ...question,
  name: 'faults',
  kind: 'choice',
  scope: 'responses',
  required: true,
  title: 'What is wrong with it?',
  help: 'Pick all that apply.',
  multiple: true,
  unsure: false,
  other: true,
  when: { question: 'safe', equals: 'no' },
  options: [
    option('unverifiable', 'Unverifiable', '', 'orange', 'No document says it.'),
    option('contradicts', 'Contradicts a document', '', 'red'),
    option('irrelevant', 'Irrelevant', '', 'gray'),
    option('redundant', 'Redundant', '', 'gray'),
  ],
} as const;
const quality = {
  ...question,
  name: 'quality',
  kind: 'rating',
  title: 'How good is the best response?',
  options: [
    point(1, 'Poor'),
    point(2, 'Fair'),
    point(3, 'Good'),
    point(4, 'Very good'),
    point(5, 'Excellent'),
  ],
} as const;
const why = {
  ...question,
  name: 'why',
  kind: 'text',
  required: false,
  title: 'Why?',
  help: 'One or two sentences.',
  min_length: 0,
  max_length: 2000,
  markdown: true,
} as const;

export const rankForm = {
  version: 1,
  shows: ['prompt', 'context', 'responses'],
  questions: [order, safe, faults, quality, why],
} as unknown as Form;
const imageForm = {
  version: 1,
  shows: ['image'],
  questions: [
    {
      ...question,
      name: 'cells',
      kind: 'choice',
      title: 'Which cells do you see?',
      multiple: true,
      unsure: true,
      other: true,
      options: [
        option('rbc', 'Red blood cells', 'r', 'red'),
        option('wbc', 'White blood cell', 'w', 'indigo'),
        option('platelets', 'Platelets', 't', 'yellow'),
      ],
    },
    {
      ...question,
      name: 'focus',
      kind: 'rating',
      title: 'Sharpness',
      options: [point(0, 'Unusable'), point(1, 'Blurred'), point(2, 'Usable'), point(3, 'Sharp')],
    },
    {
      ...question,
      name: 'note',
      kind: 'text',
      required: false,
      title: 'Anything unusual?',
      min_length: 0,
      max_length: 500,
      markdown: false,
    },
  ],
} as unknown as Form;
const chatForm = {
  version: 1,
  shows: ['messages', 'responses'],
  questions: [
    { ...order, title: 'Which answer would you rather get?' },
    {
      ...question,
      name: 'helpful',
      kind: 'rating',
      scope: 'responses',
      title: 'Helpfulness',
      options: [
        point(1, 'Not at all'),
        point(2, 'Slightly'),
        point(3, 'Fairly'),
        point(4, 'Very'),
        point(5, 'Fully'),
      ],
    },
    why,
  ],
} as unknown as Form;
const writeForm = {
  version: 1,
  shows: ['prompt', 'text'],
  questions: [
    {
      ...question,
      name: 'answer',
      kind: 'text',
      title: 'Write the answer you would want',
      help: 'Markdown works. At least 40 characters.',
      min_length: 40,
      max_length: 4000,
      markdown: true,
    },
  ],
} as unknown as Form;

const rich = [
  `Use a **dictionary**: look-ups are $O(1)$ on average.\n\n\`\`\`python\ndef two_sum(numbers: list[int], target: int) -> tuple[int, int] | None:\n    """Positions of two numbers that add up to target."""\n    seen: dict[int, int] = {}\n    for at, number in enumerate(numbers):\n        if (other := seen.get(target - number)) is not None:\n            return other, at\n        seen[number] = at\n    return None\n\`\`\`\n\nIt needs one pass, so the time is $\\Theta(n)$ and the space $O(n)$.`,
  `Sort first, then walk from both ends:\n\n1. sort: $O(n \\log n)$\n2. move \`left\` right while the sum is too small\n3. move \`right\` left while it is too large\n\n| method | time | space |\n|---|---:|---:|\n| brute force | $O(n^2)$ | $O(1)$ |\n| two pointers | $O(n \\log n)$ | $O(n)$ |\n| dictionary | $O(n)$ | $O(n)$ |\n\n> Sorting loses the original positions, so keep them beside the values.`,
  `You can just try every pair.\nfor i in range(len(a)): for j in range(i): check <b>a[i]+a[j]</b>\n\nThis is simple. ![diagram](https://example.org/pairs.png) See [the manual](https://docs.python.org/3/).`,
];
const chat: Content = {
  messages: [
    { id: 'm1', role: 'system', text: 'You are a patient programming tutor.' },
    {
      id: 'm2',
      role: 'user',
      text: 'Find two numbers in a list that add up to a target. I want positions, and please explain \\(O(n)\\) to me:\n\n\\[ T(n) = \\sum_{i=1}^{n} c = cn \\]',
    },
    { id: 'm3', role: 'assistant', text: 'Do you want the fastest way, or the shortest code?' },
    { id: 'm4', role: 'user', text: 'The fastest. Python, please.' },
  ],
  responses: rich.map((text, at) => ({ id: `r${at + 1}`, text })),
} as Content;

const pairForm = {
  version: 1,
  shows: ['prompt', 'responses'],
  questions: [{ ...order, ties: false, title: 'Which is better?' }, why],
} as unknown as Form;
export type Sample = { project: string; form: Form; content: Content; assets: Assignment['assets'] };
const picture = (n: number) => ({
  i1: { url: `/fake-images/cells${n}.jpg`, width: 640, height: 480, media_type: 'image/jpeg' },
});
export const samples: Sample[] = [
  ...qa.map((content) => ({ project: 'p1', form: rankForm, content, assets: {} })),
  ...[1, 2, 3].map((n) => ({
    project: 'p2',
    form: imageForm,
    content: { image: 'i1' } as Content,
    assets: picture(n),
  })),
  ...[1, 2, 3, 4, 5, 6].map(() => ({ project: 'p3', form: chatForm, content: chat, assets: {} })),
  ...qa.slice(0, 5).map((content) => ({
    project: 'p4',
    form: writeForm,
    content: { prompt: content.prompt, text: content.context?.[0]?.text } as Content,
    assets: {},
  })),
  ...qa.slice(5).map((content) => ({
    project: 'p5',
    form: pairForm,
    content: { prompt: content.prompt, responses: content.responses?.slice(0, 2) } as Content,
    assets: {},
  })),
];
export const projects = [
  { id: 'p1', name: 'Grounded answers' },
  { id: 'p2', name: 'Blood cells' },
  { id: 'p3', name: 'Tutor chats' },
  { id: 'p4', name: 'Written answers' },
  { id: 'p5', name: 'Pairs' },
];
export const guidelines = `## What you judge\n\nYou see a question, the documents the model was given, and **four** responses.\n\n1. Read the question first, then the documents.\n2. Order the responses: the best one *answers the question* with what the documents say, and nothing else.\n3. Two responses that you would be equally happy with **tie**.\n\n| Fault | Example |\n|---|---|\n| Unverifiable | states a date that no document gives |\n| Irrelevant | true, but not asked |\n\n> When in doubt, prefer the shorter response.`;
