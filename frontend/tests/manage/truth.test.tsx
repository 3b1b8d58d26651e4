import './network';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, test } from 'vitest';
import type { Item, Project, Role } from '../../src/api';
import { i18n } from '../../src/i18n';
import { NotHeard } from '../../src/manage/items/NotHeard';
import type { Resolution } from '../../src/manage/items/timeline/types';
import { Truth } from '../../src/manage/items/truth/Truth';
import { chance, finalWords, waitsWords } from '../../src/manage/items/truth/words';
import '../../src/manage/items/words';
import type { Words } from '../../src/manage/items/words';
import { contentOf, formOf, quality, why } from '../helpers/forms';
import { serve, show } from './helper';

const user = userEvent.setup();
const t = i18n.getFixedT('items') as Words;
const form = formOf(quality, why);
const item = { id: 'i1', state: 'done', submitted: 2, overlap: 2, content: contentOf(2) } as unknown as Item;
const project = { id: 'p1' } as Project;
const final = (change: Partial<Resolution> = {}): Resolution => ({
  id: 'r1',
  kind: 'aggregated',
  answers: [],
  certainty: null,
  left_out: [],
  reason: '',
  comment: '',
  member: null,
  created_at: '2026-11-20T10:00:00Z',
  assets: {},
  ...change,
});
const truth = {
  certainty: 0.9,
  enough: 0.95,
  rests_on: [{ question: 'quality', people: 12, judgements: 340, learnt_at: '2026-11-20T14:05:00Z' }],
  questions: [
    {
      question: 'quality',
      on: 'item',
      posterior: [
        { value: 4, probability: 0.9, people: 1 },
        { value: 2, probability: 0.1, people: 1 },
      ],
      said: [
        { member: { id: 'm3', name: 'Cleo' }, value: 4, weight: 12.25 },
        { member: { id: 'm4', name: 'Ruth' }, value: 2, weight: 0.6 },
      ],
    },
  ],
};

it('never calls anything sure that is not, nor impossible', () => {
  expect([0, 0.0001, 0.123, 0.9994, 0.9999, 1].map(chance)).toEqual([
    '0%',
    '< 0.1%',
    '12.3%',
    '99.9%',
    '> 99.9%',
    '100%',
  ]);
});

it.each([
  [undefined, 'nothing decides what people differ on'],
  [final({ kind: 'agreed' }), 'what everybody said'],
  [final(), 'what most people said'],
  [final({ certainty: 0.97 }), 'was 97% probable then'],
  [final({ kind: 'adjudicated', member: { id: 'm4', name: 'Ruth' } }), 'given by Ruth'],
  [final({ left_out: [{ question: 'why', on: 'item' }] }), 'nothing decides it: Why?.'],
])('says why the final answer is what it is', (resolution, words) =>
  expect(finalWords(resolution, item, form, t)).toContain(words),
);

it('says what an item waits for', () => {
  const waiting = { ...item, state: 'open', overlap: 4 } as Item;
  expect(waitsWords(waiting, t)).toBe('It waits for 2 more answers.');
  expect(waitsWords({ ...item, state: 'adjudicate' } as Item, t)).toBe('It waits for an adjudicator.');
});

function opened(role: Role = 'reviewer') {
  const asked = serve(({ path }) => ({ body: path.endsWith('/truth') ? truth : {} }));
  show(<Truth project={project} item={item} form={form} resolution={final()} />, { role });
  return asked;
}

test('nothing is asked before somebody opens it; then it says how probable each answer is, by whom and why', async () => {
  const asked = opened();
  expect(asked).toEqual([]);
  await user.click(screen.getByText('How sure the answers are'));
  const chances = within(await screen.findByRole('table', { name: 'How probable each answer is' }));
  expect(chances.getAllByRole('row').map((row) => row.textContent)).toEqual([
    'AnswerProbabilityPeople',
    '490%1',
    '210%1',
  ]);
  const voices = within(screen.getByRole('table', { name: 'Who said what, and how much it tells' }));
  expect(voices.getByRole('row', { name: /Cleo 4 × 12.3/ })).toBeTruthy();
  expect(screen.getByText(/Nobody more is asked from 95% on/)).toBeTruthy();
  expect(screen.getByText(/habits of 12 people, learnt from 340 judgements/)).toBeTruthy();
  expect(asked).toHaveLength(1);
});

test('clients are not even offered it', () => {
  opened('client');
  expect(screen.queryByText('How sure the answers are')).toBeNull();
});

test('answers that are not heard say so, and why', () => {
  const { rerender } = show(<NotHeard form={form} aided={[{ question: 'why' }]} independent />);
  expect(screen.getByText(/Not counted for agreement: Why\?/)).toBeTruthy();
  rerender(<NotHeard form={form} aided={[]} independent={false} />);
  expect(screen.getByText(/others’ answers were read/)).toBeTruthy();
});
