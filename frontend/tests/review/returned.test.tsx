import { screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import type { Assignment } from '../../src/api/types';
import { Item } from '../../src/label/item';
import type { FedItem } from '../../src/label/workbench';
import { loadKinds } from '../../src/questions/kinds';
import ReturnedNote from '../../src/review/ReturnedNote';
import { contentOf, formOf, order, quality } from '../helpers/forms';
import { serve, show } from '../manage/helper';

const form = formOf(order, quality);
const content = contentOf(2);
const answers = [
  { question: 'order', on: 'item', value: { ranks: [['r1'], ['r2']] } },
  { question: 'quality', on: 'item', value: { rating: 3 } },
];
const returned = {
  because: 'verdict',
  comment: 'Look at the second.',
  reason: 'careless',
  questions: ['quality'],
  verdict_id: 'v1',
};
const assignment = { id: 'a1', form, content, returned } as unknown as Assignment;
beforeAll(() => loadKinds(form));

test('only what work came back for can be answered, and work begins there', () => {
  const item = new Item(assignment, answers);
  expect(item.active()?.question.name).toBe('quality');
  item.set({ question: order, on: 'item' }, { ranks: [['r2'], ['r1']] });
  item.set({ question: quality, on: 'item' }, { rating: 5 });
  expect(item.final()).toEqual([answers[0], { question: 'quality', on: 'item', value: { rating: 5 } }]);
});

test('work that came back for everything can be changed everywhere', () => {
  const item = new Item({ ...assignment, returned: { ...returned, questions: null } } as never, answers);
  item.set({ question: order, on: 'item' }, { ranks: [['r2'], ['r1']] });
  expect(item.final()[0]?.value).toEqual({ ranks: [['r2'], ['r1']] });
});

test('the reason, the words and each remark stand above the item, with what they are about', async () => {
  serve(() => ({
    body: {
      results: [
        { id: 'c1', author: 'manager', text: 'Why so low?', anchor: { question: 'quality', on: 'item' } },
        { id: 'c2', author: 'you', text: 'Mine.', anchor: null },
      ],
      next: null,
    },
  }));
  const current = { id: 'a1', assignment, item: new Item(assignment, answers) } as unknown as FedItem;
  show(<ReturnedNote current={current} />, { role: 'annotator', path: '/demo/work' });
  const note = await screen.findByRole('complementary', { name: 'Returned to you' });
  expect(await screen.findByText('Why so low?')).toBeTruthy();
  for (const words of ['Careless', 'Look at the second.', 'Quality'])
    expect(note.textContent).toContain(words);
  expect(note.textContent).not.toContain('Mine.');
});
