import './network';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import type { Project, Role } from '../../src/api';
import { i18n } from '../../src/i18n';
import type { Words } from '../../src/manage/items/words';
import { along, lastDays, smoothed, ticks } from '../../src/manage/progress/days';
import { dueIs, forecastWords } from '../../src/manage/progress/forecast';
import { ProjectProgress } from '../../src/manage/progress/ProjectProgress';
import { serve, show } from './helper';

const user = userEvent.setup();
const t = i18n.getFixedT('items') as Words;
const NOW = Date.parse('2026-11-22T12:00:00Z');
afterEach(() => vi.useRealTimers());

const forecast = {
  remaining_places: 120,
  done_by: '2026-12-06T00:00:00Z',
  low: '2026-12-03T00:00:00Z',
  high: '2026-12-09T00:00:00Z',
  confidence: 0.8,
  because: null,
};

describe('days', () => {
  it('fills those on which nothing happened, up to today', () => {
    const day = { day: '2026-11-20', submitted: 4, seconds: 60, items_done: 2 };
    expect(lastDays([day], 3, NOW).map((each) => [each.day, each.submitted])).toEqual([
      ['2026-11-20', 4],
      ['2026-11-21', 0],
      ['2026-11-22', 0],
    ]);
  });

  it('are smoothed over a week, as far as they go back', () => {
    expect(smoothed([7, 1])).toEqual([7, 4]);
    expect(smoothed([0, 0, 0, 0, 0, 0, 0, 14]).at(-1)).toBe(2);
  });

  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 25, 50, 75, 100]],
    [1234, [0, 500, 1000, 1500]],
  ])('have an axis of round numbers up to %d', (most, axis) => expect(ticks(most)).toEqual(axis));

  it('stand along a stretch of time, never outside', () => {
    expect([along(5, 0, 10), along(-1, 0, 10), along(11, 0, 10), along(3, 3, 3)]).toEqual([0.5, 0, 1, 0]);
  });
});

describe('a forecast', () => {
  it('is a plain sentence with its uncertainty', () => {
    expect(forecastWords(forecast, t)).toBe('between 3 and 9 December (80% sure)');
    expect(forecastWords({ ...forecast, low: '2026-11-28T00:00:00Z' }, t)).toBe(
      'between 28 November and 9 December (80% sure)',
    );
    expect(forecastWords({ ...forecast, low: forecast.high }, t)).toBe('on 9 December (80% sure)');
    expect(forecastWords({ ...forecast, low: '2031-01-19', high: '2031-02-26' }, t)).toBe(
      'between 19 January and 26 February 2031 (80% sure)',
    );
    expect(forecastWords({ ...forecast, high: null }, t)).toMatch(/^Hardly before 3 December/);
  });

  it('says whether the due date holds', () => {
    expect(dueIs(forecast, '2026-12-10T00:00:00Z')).toBe('early');
    expect(dueIs(forecast, '2026-12-05T00:00:00Z')).toBe('tight');
    expect(dueIs(forecast, '2026-12-01T00:00:00Z')).toBe('late');
  });
});

const progress = {
  items: 100,
  done: 60,
  open: 30,
  states: { open: 30, review: 6, adjudicate: 4, done: 60, gold: 5, withdrawn: 0 },
  people: [{ member: { id: 'm3', name: 'Cleo' }, submitted: 40, skipped: 1, seconds: 3600 }],
  by_day: [{ day: '2026-11-21', submitted: 12, seconds: 900, items_done: 5 }],
  pace: { per_day: 12.5, per_person_hour: 40 },
  forecast,
  ageing: { oldest_open: '2026-11-01T00:00:00Z', median_open_days: 9, over_due: 3 },
  last_submitted_at: '2026-11-21T10:00:00Z',
};
const page = (more = {}, role: Role = 'owner') => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  serve(() => ({ body: { ...progress, ...more } }));
  return show(
    <ProjectProgress project={{ id: 'p1', due_at: '2026-12-01T00:00:00Z' } as unknown as Project} />,
    { role },
  );
};

test('the states are one bar with its figures, each leading to its items', async () => {
  page();
  expect(
    await screen.findByRole('img', {
      name: 'Items by state: Done 60, To adjudicate 4, In review 6, Open 30',
    }),
  ).toBeTruthy();
  expect(screen.getByRole('link', { name: 'In review' }).getAttribute('href')).toBe(
    '/demo/projects/p1/items?state=review',
  );
  expect(screen.getByText('Probably done between 3 and 9 December (80% sure)')).toBeTruthy();
  expect(screen.getByText('Hardly in time for 1 December.')).toBeTruthy();
});

test('the chart says in words what it shows, and the same figures are a table', async () => {
  page();
  expect(
    await screen.findByRole('img', { name: /Answers on each of the last 30 days, 12 in all/ }),
  ).toBeTruthy();
  await user.click(screen.getByRole('button', { name: '14 days' }));
  const table = within(screen.getByRole('table', { name: 'Day by day', hidden: true }));
  const rows = table.getAllByRole('row', { hidden: true }).map(({ textContent }) => textContent);
  expect(rows).toHaveLength(15);
  expect(rows[2]).toContain('12');
  await user.click(screen.getByRole('button', { name: 'Hours' }));
  expect(screen.getByRole('img', { name: /Hours on each of the last 14 days, 15 min/ })).toBeTruthy();
});

test('one person is opened from the list, with their projects', async () => {
  page({
    by_project: [{ project: { id: 'p1', name: 'Ranking' }, submitted: 40, skipped: 1, seconds: 3600 }],
  });
  await user.click(await screen.findByRole('button', { name: 'Details of Cleo' }));
  expect(await screen.findByRole('heading', { name: 'Work of Cleo' })).toBeTruthy();
  expect(await screen.findByRole('link', { name: 'Ranking' })).toBeTruthy();
});

test('clients see no people and no way into the items', async () => {
  page({}, 'client');
  await screen.findByText(/Probably done/);
  expect(screen.queryByText('Cleo')).toBeNull();
  expect(screen.queryByRole('link', { name: 'In review' })).toBeNull();
});

test('nothing is foretold out of nothing, and what is done is done', async () => {
  page({ forecast: null });
  expect(await screen.findByText(/too little work yet/)).toBeTruthy();
});

test('what is done is done', async () => {
  page({ states: { done: 100 }, forecast: null });
  expect(await screen.findByText('Everything is done.')).toBeTruthy();
});
