import { expect, test } from 'vitest';
import {
  assign,
  assignAlone,
  dense,
  insert,
  join,
  placed,
  type Ranks,
  rankOf,
  remove,
  shift,
  tieWithAbove,
} from '../src/rank/ranks';

const type = (digits: string, ids = 'abcd', start: Ranks = []) =>
  [...digits].reduce<Ranks>((ranks, digit, at) => assign(ranks, ids[at] ?? '', Number(digit)), start);

test('2113 typed in shown order ties the second and the third on top', () => {
  expect(dense(type('2113'))).toEqual([['b', 'c'], ['a'], ['d']]);
});
test('a new sequence typed over a finished order gives exactly the new order', () => {
  const first = type('1234');
  expect(dense(type('2341', 'abcd', first))).toEqual([['d'], ['a'], ['b'], ['c']]);
  expect(dense(type('4321', 'abcd', first))).toEqual([['d'], ['c'], ['b'], ['a']]);
});
test('holes close: 1 1 3 3 is two ranks', () => {
  expect(dense(type('1133'))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});
test('a rank is counted without holes, and unknown for what has no place', () => {
  const ranks = type('3', 'a');
  expect(rankOf(ranks, 'a')).toBe(1);
  expect(rankOf(ranks, 'b')).toBeUndefined();
});
test('an order is complete when every id has a place', () => {
  expect(placed(type('21', 'ab'), ['a', 'b'])).toBe(true);
  expect(placed(type('21', 'ab'), ['a', 'b', 'c'])).toBe(false);
});
test('removing forgets the place and trailing holes', () => {
  expect(remove(type('12', 'ab'), 'b')).toEqual([['a']]);
});
test('without ties the one that stood there takes the place that was left', () => {
  const ranks = assignAlone(type('1234'), 'd', 1);
  expect(dense(ranks)).toEqual([['d'], ['b'], ['c'], ['a']]);
});
test('without ties a newcomer sends the one that stood there back to the unranked', () => {
  expect(assignAlone([['a']], 'b', 1)).toEqual([['b']]);
});
test('a gap makes a new rank, before, between and after', () => {
  const ranks = type('12', 'ab');
  expect(insert(ranks, 'c', 0)).toEqual([['c'], ['a'], ['b']]);
  expect(insert(ranks, 'c', 1)).toEqual([['a'], ['c'], ['b']]);
  expect(insert(ranks, 'c', 2)).toEqual([['a'], ['b'], ['c']]);
  expect(insert([], 'c', 0)).toEqual([['c']]);
});
test('moving a ranked id to a gap leaves its old place', () => {
  expect(insert(type('123', 'abc'), 'a', 3)).toEqual([['b'], ['c'], ['a']]);
  expect(insert(type('123', 'abc'), 'c', 1)).toEqual([['a'], ['c'], ['b']]);
});
test('a drop on a rank ties', () => {
  expect(join(type('123', 'abc'), 'c', 1)).toEqual([['a', 'c'], ['b']]);
});
test('a step leaves a tie first, and passes the neighbour next', () => {
  expect(shift([['a', 'b']], 'b', 1)).toEqual([['a'], ['b']]);
  expect(shift([['a', 'b']], 'b', -1)).toEqual([['b'], ['a']]);
  expect(shift([['a'], ['b'], ['c']], 'a', 1)).toEqual([['b'], ['a'], ['c']]);
  expect(shift([['a'], ['b'], ['c']], 'c', -1)).toEqual([['a'], ['c'], ['b']]);
  expect(shift([['a'], ['b']], 'a', -1)).toEqual([['a'], ['b']]);
  expect(shift([['a'], ['b']], 'b', 1)).toEqual([['a'], ['b']]);
});
test('a tie with the one above; the first has nobody above', () => {
  expect(tieWithAbove([['a'], ['b']], 'b')).toEqual([['a', 'b']]);
  expect(tieWithAbove([['a'], ['b']], 'a')).toEqual([['a'], ['b']]);
});
