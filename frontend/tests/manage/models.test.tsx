import './network';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import type { Form, Project } from '../../src/api';
import { i18n } from '../../src/i18n';
import { answersOf, answerTitle } from '../../src/manage/models/answers';
import {
  beaten,
  byAnswer,
  changeWords,
  leanWords,
  rateChangeWords,
  strengthText,
  strengthTicks,
  ticksOver,
  versionOf,
  winChance,
} from '../../src/manage/models/judge';
import { Models } from '../../src/manage/models/Models';
import type { Change, Models as Shape } from '../../src/manage/models/types';
import type { Words } from '../../src/manage/standing/words';
import { serve, show } from './helper';

const user = userEvent.setup();
const t = i18n.getFixedT('standing') as Words;

const change = (more: Partial<Change> = {}): Change => ({
  measure: 'strength',
  from_model: 'm@1',
  to_model: 'm@2',
  difference: 0.7,
  low: 0.4,
  high: 1,
  n: 120,
  ...more,
});
const form = {
  version: 1,
  questions: [
    {
      name: 'safe',
      kind: 'choice',
      title: 'Safe?',
      scope: 'responses',
      options: [
        { value: 'yes', title: 'Yes' },
        { value: 'no', title: 'No' },
      ],
    },
    {
      name: 'good',
      kind: 'rating',
      title: 'Good?',
      scope: 'responses',
      options: [{ value: 1, title: 'Poor' }, { value: 2, title: 'Fair' }, { value: 3 }],
    },
    { name: 'all', kind: 'choice', title: 'All?', scope: 'item', options: [{ value: 'x', title: 'X' }] },
  ],
} as unknown as Form;

describe('figures of models in words', () => {
  it('tells a version from the name as the server does', () => {
    expect(['a@1', 'a@b@2', 'a-v2.1', 'org a_v3', 'a', '@1'].map(versionOf)).toEqual([
      { name: 'a', version: '1' },
      { name: 'a@b', version: '2' },
      { name: 'a', version: 'v2.1' },
      { name: 'org a', version: 'v3' },
      { name: 'a', version: '' },
      { name: '@1', version: '' },
    ]);
  });

  it('turns strengths into how often the stronger one is preferred', () => {
    expect(winChance(0)).toBe(0.5);
    expect(winChance(Math.log(2))).toBeCloseTo(2 / 3);
    expect([strengthText(0.254), strengthText(-1), strengthText(0)]).toEqual(['+0.25', '−1.00', '0.00']);
  });

  it('says which version is better only where the whole interval does', () => {
    expect(changeWords(change(), t)).toBe(
      'm@2 is better than m@1: preferred 67% of the time (95% interval 60–73%, from 120 comparisons of either).',
    );
    expect(changeWords(change({ low: -0.1 }), t)).toMatch(/^m@2 can't be told from m@1 yet: preferred 67%/);
    expect(changeWords(change({ difference: -0.7, low: -1, high: -0.4 }), t)).toMatch(
      /^m@2 is worse than m@1, which is preferred 67% of the time \(95% interval 60–73%/,
    );
    expect(changeWords(change({ measure: 'mean', difference: -0.2, low: -0.35, high: -0.05 }), t)).toMatch(
      /^m@2 is rated 0\.20 points lower than m@1 \(95% interval 0\.05 to 0\.35/,
    );
  });

  it('says the same of failing rates, in percentage points', () => {
    const rate = {
      ...change({ difference: 0.031, low: 0.004, high: 0.058 }),
      question: 'safe',
      category: 'no',
    };
    expect(rateChangeWords(rate, t)).toBe(
      'm@2 fails 3.1 percentage points more often than m@1 (95% interval 0.4 to 5.8, 120 responses).',
    );
    expect(rateChangeWords({ ...rate, low: -0.01 }, t)).toContain("can't be told");
    expect(rateChangeWords({ ...rate, difference: -0.02, low: -0.03, high: -0.01 }, t)).toContain(
      'fails 2.0 percentage points less often than m@1 (95% interval 1.0 to 3.0',
    );
  });

  it('says what place and length do, the length as twice as long', () => {
    const [place, length] = leanWords(
      { position: 0.02, position_error: 0.05, length: 1, length_error: 0.1, n: 900 },
      t,
    );
    expect(place).toMatch(/^The place of a response does not seem to matter/);
    expect(length).toMatch(/^Of two equally good responses, one twice as long is preferred 67% of the time/);
    const [shunned] = leanWords(
      { position: -0.4, position_error: 0.05, length: 0, length_error: 1, n: 9 },
      t,
    );
    expect(shunned).toContain('preferred only 40% of the time');
  });
});

describe('what is drawn', () => {
  it('has an axis of few round steps that holds everything', () => {
    expect(strengthTicks([])).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    for (const values of [
      [0.1, 0.3],
      [-4, 9],
      [3.7, 4.1],
      [2, 2],
    ]) {
      const ticks = ticksOver(values);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
    }
  });

  it('counts decided comparisons alone', () => {
    const wins = [
      [0, 3],
      [1, 0],
    ];
    expect(beaten({ wins }, 0, 1)).toEqual({ share: 0.75, decided: 4 });
    expect(beaten({ wins: [[0]] }, 0, 1)).toEqual({ share: null, decided: 0 });
  });
});

describe('answers that count against a model', () => {
  it('are the options of choices about responses, and the points of a rating from below', () => {
    expect(answersOf(form)).toEqual([
      { question: 'safe', category: 'yes' },
      { question: 'safe', category: 'no' },
      { question: 'good', category: '<=1' },
      { question: 'good', category: '<=2' },
    ]);
  });

  it('are called as the form calls them', () => {
    expect(answerTitle('safe', 'no', form)).toBe('Safe? – No');
    expect(answerTitle('good', '<=2', form)).toBe('Good? ≤ 2 (Fair)');
    expect(answerTitle('good', null, form)).toBe('Good?');
    expect(answerTitle('gone', 'x', undefined)).toBe('gone – x');
  });
});

const rate = (model: string, verdict: 'pass' | 'fail' | 'undecided' | null) => ({
  model,
  question: 'safe',
  category: verdict ? 'no' : 'yes',
  failing: 4.5,
  n: 100,
  share: 0.045,
  low: 0.02,
  high: 0.1,
  threshold: verdict && 0.05,
  verdict,
});
const figures: Shape = {
  counted_at: '2026-11-22T12:00:00Z',
  answers_since: 0,
  being_worked_out: false,
  models: [],
  questions: [],
  rates: [rate('m@1', 'pass'), rate('m@2', 'undecided'), rate('m@1', null)],
  rate_changes: [],
  scores: [],
};

describe('lines over time', () => {
  const leader = {
    items: 9,
    wins: 3,
    losses: 1,
    ties: 0,
    n: 4,
    win_rate: 0.75,
    rate_low: 0.5,
    rate_high: 0.9,
  };
  const strength = (model: string) => ({ model, strength: 0.3, low: 0.1, high: 0.5, n: 4, items: 4 });
  const mean = (model: string) => ({ model, mean: 3.25, low: 3, high: 3.5, n: 7 });
  const question = (kind: string, models: readonly string[]) => ({
    question: 'order',
    kind,
    title: 'Order',
    reason: null,
    leaderboard: kind === 'rating' ? [] : models.map((model) => ({ ...leader, ...strength(model) })),
    wins: models.map(() => models.map(() => 20)),
    ties: models.map(() => models.map(() => 0)),
    means: kind === 'rating' ? models.map(mean) : [],
    over_time: ['2026-09-01', '2026-10-01'].map((from) => ({
      from,
      models: kind === 'rating' ? [] : models.map(strength),
      means: kind === 'rating' ? models.map(mean) : [],
    })),
    lean: null,
    changes: [],
  });
  const showing = async (kind: string, models: readonly string[], path = '/demo/projects/p1/models') => {
    serve((call) => {
      if (call.path.endsWith('/models')) return { body: { ...figures, questions: [question(kind, models)] } };
      return { body: call.path.endsWith('/form') ? form : { results: [], next: null } };
    });
    show(<Models project={{ id: 'p1' } as Project} />, { path });
    await user.click(await screen.findByText('As a table'));
  };
  const query = (name: string) =>
    Object.fromEntries(
      new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).href).searchParams.entries(),
    );

  test('each month leads to what was answered in it, each point to that of its model', async () => {
    await showing('ranking', ['m@1', 'm@2']);
    const table = within(screen.getByRole('table', { name: 'Strength over time by “Order”' }));
    expect(table.getAllByRole('link')).toHaveLength(6);
    expect(query('Sept 26: see the items answered then')).toEqual({
      sort: 'agreement',
      answered: '2026-09-01..2026-09-30',
    });
    const point = '+0.30 (+0.10 to +0.50): see the items answered then with responses of m@2 (Oct 26)';
    expect(query(point)).toEqual({
      sort: 'agreement',
      model: '["m@2"]',
      answered: '2026-10-01..2026-10-31',
    });
  });

  test('ratings are drawn on their own scale, of a single model too', async () => {
    await showing('rating', ['m@1']);
    const table = within(screen.getByRole('table', { name: 'Mean ratings over time by “Order”' }));
    expect(table.getAllByRole('link').map(({ textContent }) => textContent)).toContain('3.25 (3.00 to 3.50)');
  });

  test('of many models the first are drawn, and those against each other have numbers for columns', async () => {
    const many = Array.from({ length: 9 }, (_, number) => `frontier-${number}`);
    await showing('ranking', many);
    expect(screen.getByText('The first 6 of 9 models.')).toBeTruthy();
    const wins = within(screen.getByRole('table', { name: 'Each model against each by “Order”' }));
    expect(wins.getByRole('columnheader', { name: 'frontier-8' }).textContent).toBe('9frontier-8');
    expect(wins.getByRole('rowheader', { name: 'frontier-8' }).textContent).toBe('9.frontier-8');
  });
});

test('rates stand together by the answer that they count', () => {
  expect(byAnswer(figures.rates).map((rows) => rows.length)).toEqual([2, 1]);
});

test('a manager sets thresholds with the ETag of those that were there', async () => {
  const calls = serve(({ path, method }) => {
    if (path.endsWith('/models')) return { body: figures };
    if (path.endsWith('/form')) return { body: form };
    if (path.endsWith('/thresholds'))
      return method === 'PUT'
        ? { body: [] }
        : { body: [{ question: 'safe', category: 'no', most: 0.05 }], headers: { ETag: '"7"' } };
    return { body: { results: [], next: null } };
  });
  show(<Models project={{ id: 'p1' } as Project} />, { path: '/demo/projects/p1/models' });
  const table = within(await screen.findByRole('table', { name: 'Safe? – No' }));
  expect(
    table.getAllByRole('row').map(({ textContent }) => textContent?.match(/Passes|Undecided/)?.[0]),
  ).toEqual([undefined, 'Passes', 'Undecided']);
  expect(table.getByText('Undecided').getAttribute('title')).toContain('more answers are needed');
  await user.click(screen.getByRole('button', { name: 'Set thresholds' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Set thresholds' }));
  await user.click(await dialog.findByRole('button', { name: 'Add a threshold' }));
  const [most] = dialog.getAllByRole('textbox', { name: 'At most' });
  if (!most) throw new Error('no field');
  await user.clear(most);
  await user.type(most, '2.5');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await screen.findByText('The thresholds were saved');
  const put = calls.find(({ method }) => method === 'PUT');
  expect(put?.headers.get('If-Match')).toBe('"7"');
  expect(put?.body).toEqual([
    { question: 'safe', category: 'no', most: 0.025 },
    { question: 'safe', category: 'yes', most: 0.05 },
  ]);
});

test('each figure of models leads to its items', async () => {
  const leader = {
    strength: 0.3,
    low: 0.1,
    high: 0.5,
    items: 9,
    win_rate: 0.75,
    rate_low: 0.5,
    rate_high: 0.9,
  };
  const compared = {
    question: 'order',
    kind: 'ranking',
    title: 'Order',
    reason: null,
    leaderboard: [
      { ...leader, model: 'm@1', wins: 3, losses: 1, ties: 2, n: 6 },
      { ...leader, model: 'm@2', wins: 1, losses: 3, ties: 2, n: 6 },
    ],
    wins: [
      [0, 3],
      [1, 0],
    ],
    ties: [
      [0, 2],
      [2, 0],
    ],
    means: [{ model: 'm@1', mean: 3, low: 2, high: 4, n: 7 }],
    over_time: [],
    lean: null,
    changes: [],
  };
  const correlation = { pearson: 0.5, low: 0, high: 1, spearman: 0.4, spearman_low: 0, spearman_high: 1 };
  const score = {
    name: 'reward',
    version: '2',
    against: 'order',
    category: null,
    n: 18,
    items: 9,
    pairs: null,
  };
  const body = { ...figures, questions: [compared], scores: [{ ...score, ...correlation }] };
  serve(({ path }) => {
    if (path.endsWith('/models')) return { body };
    return { body: path.endsWith('/form') ? form : { results: [], next: null } };
  });
  show(<Models project={{ id: 'p1' } as Project} />, { path: '/demo/projects/p1/models' });
  await screen.findByRole('table', { name: 'Each model against each by “Order”' });
  const asked = (name: string) => {
    const address = new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).href);
    expect(address.pathname).toBe('/demo/projects/p1/items');
    address.searchParams.delete('sort');
    return Object.fromEntries([...address.searchParams].map(([key, value]) => [key, JSON.parse(value)]));
  };
  expect(asked('75% of 4: see the items where m@1 was preferred to m@2')).toEqual({
    won: ['order', 'm@1', 'm@2'],
  });
  expect(asked('3 won: see the items where m@1 was preferred')).toEqual({ won: ['order', 'm@1', null] });
  expect(asked('1 lost: see the items where another model was preferred to m@1')).toEqual({
    won: ['order', null, 'm@1'],
  });
  expect(asked('6: see the items with responses of m@2')).toEqual({ model: ['m@2'] });
  expect(asked('7: see the items with responses of m@1')).toEqual({ model: ['m@1'] });
  expect(asked('4.5 of 100: see the items where m@2 was given “Safe? – No”')).toEqual({
    judged: ['safe', 'no', 'm@2'],
  });
  expect(asked('18: see the items with the score reward 2')).toEqual({ score: ['reward', '2', null, null] });
});
