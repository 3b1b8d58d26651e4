import { describe, expect, it } from 'vitest';
import '../../src/manage/items/words';
import { i18n } from '../../src/i18n';
import { chipWords } from '../../src/manage/items/browse/Chips';
import { dayIn, dueAt } from '../../src/manage/items/browse/Due';
import { judgedText, modelText, scoreText, wonText } from '../../src/manage/items/browse/ofModels';
import {
  asPercent,
  asShare,
  changed,
  filtersOf,
  queryOf,
  rangeIn,
  rangeText,
  replaced,
  same,
  sortAfter,
  sortIn,
} from '../../src/manage/items/browse/query';
import { ALL, between, chosen, holds, isEmpty, marked, NONE } from '../../src/manage/items/browse/selection';
import { truthText } from '../../src/manage/items/browse/truth';
import { spanOf } from '../../src/manage/items/browse/windowed';

const search = (text: string) => new URLSearchParams(text);

describe('the query of the address', () => {
  it('takes what the API knows and leaves the rest to others', () => {
    expect(queryOf(search('state=open&item=7&view=2&metadata.split=train&metadata.=x&odd=1&q='))).toEqual({
      state: 'open',
      'metadata.split': 'train',
    });
  });

  it('changes, and drops what is emptied', () => {
    expect(changed(search('state=open&item=7'), { state: '', q: 'cat' }).toString()).toBe('item=7&q=cat');
  });

  it('is replaced as a whole by a view, but for what is not a filter', () => {
    expect(replaced(search('state=open&metadata.a=1&item=7'), { q: 'cat', sort: '-due' }).toString()).toBe(
      'item=7&q=cat&sort=-due',
    );
  });

  it('is the same in any order, and not with another order of the list', () => {
    expect(same({ q: 'a', state: 'open' }, { state: 'open', q: 'a' })).toBe(true);
    expect(same({ q: 'a' }, { q: 'a', sort: 'due' })).toBe(false);
    expect(filtersOf({ q: 'a', sort: 'due' })).toEqual({ q: 'a' });
  });

  it.each([
    ['1..3', { from: '1', to: '3' }],
    ['..0.5', { from: '', to: '0.5' }],
    ['2..', { from: '2', to: '' }],
    ['2', { from: '2', to: '2' }],
    ['', { from: '', to: '' }],
  ])('reads the range %s', (text, range) => expect(rangeIn(text)).toEqual(range));

  it('writes ranges, turning ends that are the wrong way round', () => {
    expect(rangeText({ from: '10', to: '9' })).toBe('9..10');
    expect(rangeText({ from: '2026-02-01', to: '2026-01-31' })).toBe('2026-01-31..2026-02-01');
    expect(rangeText({ from: '', to: '3' })).toBe('..3');
    expect(rangeText({ from: '', to: '' })).toBe('');
  });

  it('shows shares as percentages and back without dust', () => {
    expect([asPercent('0.07'), asPercent('0.333'), asPercent('')]).toEqual(['7', '33.3', '']);
    expect([asShare('7'), asShare('33.3'), asShare('100'), asShare('')]).toEqual(['0.07', '0.333', '1', '']);
  });

  it('sorts up, then down; the order of the import is not written', () => {
    expect(sortIn()).toEqual({ by: 'position', down: false });
    expect(sortAfter(sortIn(), 'due')).toBe('due');
    expect(sortAfter(sortIn('due'), 'due')).toBe('-due');
    expect(sortAfter(sortIn('-due'), 'position')).toBe('');
    expect(sortAfter(sortIn(), 'position')).toBe('-position');
  });
});

describe('the selection', () => {
  const loaded = ['a', 'b', 'c', 'd'];

  it('is ticked and unticked', () => {
    const some = marked(NONE, ['a', 'c'], true, loaded);
    expect([holds(some, 'a'), holds(some, 'b'), isEmpty(some)]).toEqual([true, false, false]);
    expect(isEmpty(marked(some, ['a', 'c'], false, loaded))).toBe(true);
  });

  it('of everything is a query, not the ids that were fetched', () => {
    expect(chosen(ALL, { state: 'open' })).toEqual({ query: { state: 'open' } });
    expect(holds(ALL, 'never fetched')).toBe(true);
  });

  it('of everything without one of them is what can be seen without that one', () => {
    expect(chosen(marked(ALL, ['b'], false, loaded), {})).toEqual({ ids: ['a', 'c', 'd'] });
  });

  it('goes from the last row that was ticked to this one, in either direction', () => {
    expect(between(loaded, 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(between(loaded, 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(between(loaded, null, 'd')).toEqual(['d']);
    expect(between(loaded, 'gone', 'd')).toEqual(['d']);
  });
});

describe('the window over a long list', () => {
  it('holds the rows in sight and some beside them', () => {
    const { first, end } = spanOf(100_000, 50, 50_000, 800);
    expect(first).toBeLessThanOrEqual(1000 - 10);
    expect(end).toBeGreaterThanOrEqual(1016 + 10);
    expect(end - first).toBeLessThan(60);
  });

  it('stays within the list', () => {
    expect(spanOf(5, 50, -300, 800)).toEqual({ first: 0, end: 5 });
    expect(spanOf(0, 50, 0, 800)).toEqual({ first: 0, end: 0 });
    expect(spanOf(20, 50, 99_999, 800)).toEqual({ first: 20, end: 20 });
  });
});

it('a due day ends when it ends for the manager', () => {
  expect(dueAt('')).toBeNull();
  expect(new Date(dueAt('2026-12-03') ?? '').getHours()).toBe(23);
  expect(dayIn(1, new Date(2026, 11, 31, 12))).toBe('2027-01-01');
});

describe('filters of models in words', () => {
  const words = (name: string, value: string) =>
    chipWords(name, value, new Map(), i18n.getFixedT('items') as Parameters<typeof chipWords>[3]);

  it('say what they ask for, in the words of the active filters', () => {
    expect(words('model', modelText('m@1'))).toBe('Shows: m@1');
    expect(words('model', modelText('m@1', 'm@2'))).toBe('Shows: m@1 and m@2');
    expect(words('judged', judgedText('safe', '<=2', 'm@1'))).toBe('Given: m@1 was given <=2 (safe)');
    expect(words('won', wonText('order', 'm@1', 'm@2'))).toBe('Preferred: m@1 to m@2 (order)');
    expect(words('won', wonText('order', null, 'm@2'))).toBe('Preferred: another model to m@2 (order)');
    expect(words('score', scoreText('reward', '2'))).toBe('Automatic score: reward 2');
    expect(words('score', '["reward","",null,0.5]')).toBe('Automatic score: reward, up to 0.5');
  });

  it('say on which days and how far decided', () => {
    expect(words('answered', '2026-01-31..')).toBe('Answered: from 31 Jan 2026 on');
    expect(words('answered', '2026-01-31..2026-02-01')).toBe('Answered: 31 Jan 2026 to 1 Feb 2026');
    expect(words('answered', '2026-01-31')).toBe('Answered: 31 Jan 2026');
    expect(words('truth', truthText('safe', 'tied'))).toBe('Decision: safe, tied');
    for (const value of ['[', '["safe","odd"]']) expect(words('truth', value)).toBe(`Decision: ${value}`);
  });

  it('are shown as they are where they say nothing', () => {
    for (const value of ['[', '{}', '["a"]']) expect(words('won', value)).toBe(`Preferred: ${value}`);
  });
});
