import { expect, test, vi } from 'vitest';
import { Item } from '../src/label/item';
import { contentOf, formOf, harm, order, quality, safe, why } from './helpers/forms';

const itemOf = (count: number, ...questions: Parameters<typeof formOf>) =>
  new Item({ form: formOf(...questions), content: contentOf(count) });
const type = (item: Item, keys: string) => {
  for (const key of keys) item.press(key);
};

test('2113 in one go ranks four responses and opens the next question', () => {
  const item = itemOf(4, order, quality);
  type(item, '2113');
  expect(item.state.get().answers['order item']).toEqual({ ranks: [['r2', 'r3'], ['r1'], ['r4']] });
  expect(item.active()?.question.name).toBe('quality');
  type(item, '4');
  expect(item.final()).toEqual([
    { question: 'order', on: 'item', value: { ranks: [['r2', 'r3'], ['r1'], ['r4']] } },
    { question: 'quality', on: 'item', value: { rating: 4 } },
  ]);
});

test('holes stay while digits are typed and close when the annotator moves on', () => {
  const item = itemOf(3, order, quality);
  type(item, '33');
  expect(item.state.get().answers['order item']).toEqual({ ranks: [[], [], ['r1', 'r2']] });
  type(item, '1');
  expect(item.state.get().answers['order item']).toEqual({ ranks: [['r3'], ['r1', 'r2']] });
});

test('a digit beyond the number of responses is not a rank', () => {
  const item = itemOf(2, order);
  expect(item.press('3')).toBe(false);
  expect(item.state.get().answers).toEqual({});
});

test('a question about responses takes one key each and then gives way to the next question', () => {
  const item = itemOf(2, safe, quality);
  type(item, 'y0');
  expect(item.state.get().answers).toEqual({
    'safe responses.r1': { choices: ['yes'] },
    'safe responses.r2': { choices: [], unsure: true },
  });
  expect(item.active()?.question.name).toBe('quality');
});

test('a conditional question appears for the responses that call for it, and only there', () => {
  const item = itemOf(3, safe, harm);
  type(item, 'yny');
  expect(item.places().map(({ question, on }) => `${question.name} ${on}`)).toEqual([
    'safe responses.r1',
    'safe responses.r2',
    'safe responses.r3',
    'harm responses.r2',
  ]);
  expect(item.active()).toMatchObject({ on: 'responses.r2', question: { name: 'harm' } });
});

test('the answer to a question that hid again is kept here, but not sent', () => {
  const item = itemOf(1, safe, harm);
  type(item, 'n1');
  expect(item.final()).toHaveLength(2);
  item.goTo({ question: 'safe' });
  type(item, 'y');
  expect(item.final()).toEqual([{ question: 'safe', on: 'responses.r1', value: { choices: ['yes'] } }]);
  expect(item.state.get().answers['harm responses.r1']).toEqual({ choices: ['insult'] });
});

test('an incomplete item leads to its first gap, down to the response without a rank', () => {
  const item = itemOf(3, order, safe);
  type(item, '12');
  const gap = item.seekGap();
  expect(gap).toMatchObject({ question: { name: 'order' }, gap: { reason: 'unranked' } });
  expect(item.state.get()).toMatchObject({ question: 'order', response: 'r3', tried: true });
});

test('an optional text may be empty, but not too short', () => {
  const item = itemOf(0, why);
  expect(item.seekGap()).toBeNull();
  item.set({ question: why, on: 'item' }, { text: 'abc' });
  expect(item.seekGap()).toMatchObject({ gap: { reason: 'short', by: 2 } });
  item.set({ question: why, on: 'item' }, { text: '🎉🎉🎉🎉🎉' });
  expect(item.seekGap()).toBeNull();
});

test('a restored draft goes on at its first gap', () => {
  const draft = [{ question: 'safe', on: 'responses.r1', value: { choices: ['yes'] } }];
  const item = new Item({ form: formOf(safe), content: contentOf(2) }, draft);
  expect(item.state.get()).toMatchObject({ question: 'safe', response: 'r2' });
  expect(item.touched).toBe(false);
});

test('every change is told with all that is typed', () => {
  const changed = vi.fn();
  const item = new Item({ form: formOf(order), content: contentOf(2) }, [], changed);
  item.press('2');
  expect(changed).toHaveBeenLastCalledWith([
    { question: 'order', on: 'item', value: { ranks: [[], ['r1']] } },
  ]);
  expect(item.touched).toBe(true);
});
