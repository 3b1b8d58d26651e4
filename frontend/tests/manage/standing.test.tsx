import './network';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import type { Form, Project, Role } from '../../src/api';
import { i18n } from '../../src/i18n';
import { COLLECTORS, STARTS } from '../../src/manage/rules/types';
import { behind } from '../../src/manage/standing/evidence';
import {
  chanceText,
  figureOf,
  foundKinds,
  intervalText,
  ordinary,
  outstanding,
  questionsIn,
  ruleFrom,
  sorted,
  took,
  valueText,
} from '../../src/manage/standing/figures';
import { since } from '../../src/manage/standing/Period';
import { Standing } from '../../src/manage/standing/Standing';
import { daysOf, stepWords } from '../../src/manage/standing/steps';
import type { Figure, Pair, PersonRow } from '../../src/manage/standing/types';
import type { Words } from '../../src/manage/standing/words';
import { serve, show } from './helper';

const user = userEvent.setup();
const t = i18n.getFixedT('standing') as Words;

const figure = (change: Partial<Figure> = {}): Figure => ({
  figure: 'gold',
  question: null,
  value: 0.9,
  low: 0.8,
  high: 0.95,
  n: 40,
  chance: 0.5,
  stands_out: false,
  reason: null,
  evidence: { items: [] },
  ...change,
});
const NO_GOLD = {
  code: 'no_gold',
  n: null,
  needed: null,
  detail: 'They have answered no gold items.',
} as const;
const row = (name: string, figures: Figure[], annotations = 40): PersonRow => ({
  member: { id: name.toLowerCase(), name },
  annotations,
  median_seconds: 30,
  figures,
});
const pair = (one: string, other: string, change: Partial<Pair> = {}): Pair => ({
  members: [
    { id: one.toLowerCase(), name: one },
    { id: other.toLowerCase(), name: other },
  ],
  question: 'safe',
  value: 0.2,
  low: 0.1,
  high: 0.3,
  n: 80,
  chance: 0.00001,
  stands_out: true,
  reason: null,
  evidence: { alike: 0.98, expected: 0.78, items: ['i1', 'i2'] },
  ...change,
});

const fast = figure({
  figure: 'too_fast',
  value: 0.62,
  low: 0.5,
  high: 0.72,
  chance: 1e-9,
  stands_out: true,
  evidence: { fast: 31, usual: 8, items: ['i1', 'i2'] },
});
const bad = figure({ value: 0.4, chance: 0.004, stands_out: true });

describe('a figure in words', () => {
  it('is a share, points, bits or a count, as it is measured', () => {
    expect(valueText('gold', 0.834, t)).toBe('83%');
    expect(valueText('drift', -0.12, t)).toBe('12 points less');
    expect(valueText('drift', 0.01, t)).toBe('1 point more');
    expect(valueText('entropy', 1.2345, t)).toBe('1.23 bits');
    expect(valueText('runs', 14, t)).toBe('14');
  });

  it('has its interval, if there is one', () => {
    expect(intervalText(figure({ low: 0.744, high: 0.9 }), t)).toBe('74–90%');
    expect(intervalText(figure({ figure: 'drift', low: -0.2, high: 0.05 }), t)).toBe(
      '20 points less to 5 points more',
    );
    expect(intervalText(figure({ low: null, high: null }), t)).toBe('');
  });

  it('says how probable it is in odds, and nothing where nobody knows', () => {
    expect(chanceText(1e-9, t)).toContain('less than once in 10,000 times');
    expect(chanceText(0.004, t)).toContain('once in 250 times');
    expect(chanceText(0.4, t)).toContain('40% of the time');
    expect(chanceText(0.4, t, 'pair')).toContain('Two people who work alone');
    expect(chanceText(null, t)).toBe('');
  });

  it('tells what it was made of', () => {
    const form = {
      questions: [
        { name: 'safe', kind: 'choice', title: 'Safe?', options: [{ value: 'yes', title: 'Yes' }] },
        { name: 'better', kind: 'preference', title: 'Better?' },
      ],
    } as unknown as Form;
    expect(behind(fast, form, t)).toEqual([
      '31 answers were given in less time than reading takes and in less than 8 secs.',
    ]);
    const run = (question: string, answer: unknown) =>
      behind(figure({ figure: 'runs', question, evidence: { answer } }), form, t);
    expect(run('safe', 'yes')).toEqual(['Each time: Yes.']);
    expect(run('better', 2)).toEqual(['Each time: the one in place 2.']);
    expect(run('better', null)).toEqual(['Each time: neither.']);
    const answers = [
      { answer: 'no', n: 3 },
      { answer: 'yes', n: 1200 },
    ];
    expect(behind(figure({ figure: 'entropy', question: 'safe', evidence: { answers } }), form, t)).toEqual([
      'Given: Yes 1,200, no 3.',
    ]);
    expect(behind(figure(), form, t)).toEqual([]);
  });
});

describe('people', () => {
  const own = figure({ figure: 'agreement', question: 'safe', value: 0.7 });
  const other = figure({ figure: 'agreement', question: 'better', value: 0.9 });

  it('are told by the chosen question, and by what is about the whole form', () => {
    const person = row('Anna', [own, other, bad]);
    expect(questionsIn([person])).toEqual(['safe', 'better']);
    expect(figureOf(person, 'agreement', 'better')).toBe(other);
    expect(figureOf(person, 'gold', 'better')).toBe(bad);
    expect(figureOf(person, 'spammer_score', 'better')).toBeUndefined();
  });

  it('come with what stands out, the least probable first, and what has no figure last', () => {
    const unknown = figure({ value: null, reason: NO_GOLD });
    const person = row('Anna', [unknown, bad, own, fast]);
    expect(outstanding(person)).toEqual([fast, bad]);
    expect(ordinary(person)).toEqual([own, unknown]);
  });

  it('are sorted by what stands out, pairs too, else by a figure with the unknown last', () => {
    const rows = [
      row('Zoe', [figure({ value: null })]),
      row('Anna', [figure({ value: 0.8 })], 99),
      row('Ben', [bad]),
      row('Cleo', [figure({ value: 0.7 })]),
      row('Dan', [figure({ value: 0.75 })]),
    ];
    const names = (by: Parameters<typeof sorted>[1], pairs: Pair[] = []) =>
      sorted(rows, by, '', pairs).map(({ member }) => member.name);
    expect(names('attention')).toEqual(['Ben', 'Anna', 'Cleo', 'Dan', 'Zoe']);
    expect(names('attention', [pair('Zoe', 'Ben'), pair('Cleo', 'Dan', { stands_out: false })])).toEqual([
      'Ben',
      'Zoe',
      'Anna',
      'Cleo',
      'Dan',
    ]);
    expect(names('gold')).toEqual(['Ben', 'Cleo', 'Dan', 'Anna', 'Zoe']);
    expect(names('annotations')[0]).toBe('Anna');
    expect(names('name')[4]).toBe('Zoe');
  });
});

describe('a rule made of a figure', () => {
  const meets = (value: number, operator: string, threshold: number): boolean =>
    ({ '<': value < threshold, '<=': value <= threshold, '>': value > threshold, '>=': value >= threshold })[
      operator
    ] ?? false;

  it('would have met the figure that stands out, whatever it is', () => {
    for (const name of ['gold', 'agreement', 'spammer_score', 'self_consistency', 'too_fast'] as const)
      for (const value of [0, 0.03, 0.15, 0.449, 0.5, 0.75, 0.98]) {
        const rule = ruleFrom(figure({ figure: name, value, stands_out: true }));
        // Nothing is below no answer too fast.
        if (!rule || (name === 'too_fast' && value === 0)) continue;
        expect([name, value, meets(value, rule.operator, rule.threshold)]).toEqual([name, value, true]);
      }
    const run = ruleFrom(figure({ figure: 'runs', value: 9, stands_out: true }));
    expect(run && [run.collector, run.operator, run.threshold, run.least]).toEqual([
      'same_answers_in_a_row',
      '>=',
      9,
      9,
    ]);
  });

  it('is the customary one where the figure is ordinary, and only tells', () => {
    const rule = ruleFrom(figure({ value: 0.98 }));
    expect(rule).toMatchObject({ collector: 'gold_score', ...STARTS.gold_score, action: 'notify' });
  });

  it('watches the side of chance on which the figure lies', () => {
    if (!(COLLECTORS as readonly string[]).includes('position_bias')) return;
    const place = (value: number) =>
      ruleFrom(figure({ figure: 'position_bias', value, stands_out: true, evidence: { expected: 0.5 } }));
    expect([place(0.9)?.operator, place(0.12)?.operator]).toEqual([STARTS.position_bias.operator, '<']);
    expect(place(0.12)?.threshold).toBe(0.15);
  });

  it('is none where no rule watches the figure, or there is none', () => {
    expect(ruleFrom(figure({ figure: 'entropy', value: 0.2 }))).toBeNull();
    expect(ruleFrom(figure({ value: null }))).toBeNull();
  });
});

test('a period begins with a day, and everything has no beginning', () => {
  const now = Date.parse('2026-11-22T12:34:56Z');
  expect([since('week', now), since('', now), since('constructor', now)]).toEqual([
    '2026-11-15T00:00:00Z',
    '',
    '',
  ]);
});

const weeks = ['2026-11-02', '2026-11-09'].map((week) => ({ week, gold: null, agreement: 0.7, n: 4 }));

test('a week is seven days and a month all of its days, without those before the period', () => {
  expect(daysOf('2026-11-02', 'week')).toBe('2026-11-02..2026-11-08');
  expect(daysOf('2026-12-28', 'week')).toBe('2026-12-28..2027-01-03');
  expect(daysOf('2028-02-01', 'month')).toBe('2028-02-01..2028-02-29');
  expect(daysOf('2026-11-02', 'week', '2026-11-05T00:00:00Z')).toBe('2026-11-05..2026-11-08');
  expect(daysOf('2026-11-09', 'week', '2026-11-05T00:00:00Z')).toBe('2026-11-09..2026-11-15');
});

test('weeks are called by their year too where there are several', () => {
  expect(stepWords(['2026-11-02', '2026-11-09'], 'week')).toEqual(['2 Nov', '9 Nov']);
  expect(stepWords(['2026-12-28', '2027-01-04'], 'week')).toEqual(['28 Dec 26', '4 Jan 27']);
  expect(stepWords(['2026-11-01'], 'month')).toEqual(['Nov 26']);
});

test('times are as exact as they need to be', () => {
  expect([took(2.345), took(22.625), took(75.5)]).toEqual(['2.3 secs', '23 secs', '1 min 16 secs']);
});

test('what stands out for several questions is said once', () => {
  const twice = row('Eve', [
    { ...fast, question: 'safe' },
    { ...fast, question: 'good' },
  ]);
  expect(foundKinds(twice)).toEqual([{ figure: 'too_fast', questions: ['safe', 'good'] }]);
});

const page = (role: Role = 'manager') => {
  const people = [row('Anna', [figure()]), row('Chloe', [fast, figure({ value: null, reason: NO_GOLD })])];
  const calls = serve(({ path }) => {
    if (path.endsWith('/people/quality'))
      return {
        body: {
          counted_at: '2026-11-22T12:00:00Z',
          usual_seconds: { p5: 8, median: 41 },
          people,
          pairs: [],
        },
      };
    if (path.endsWith('/people/chloe/quality')) return { body: { ...people[1], weeks } };
    return { body: { results: [], next: null, questions: [] } };
  });
  show(<Standing project={{ id: 'p1' } as Project} />, { role, path: '/demo/projects/p1/standing' });
  return calls;
};

test('whoever stands out comes first, and opens to the evidence with its items and a rule', async () => {
  page();
  expect(await screen.findByRole('heading', { name: '1 of 2 people stands out' })).toBeTruthy();
  expect(screen.getByText(/one in twenty takes less than 8 secs/)).toBeTruthy();
  const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
  expect(rows[1]).toContain('Chloe');
  expect(rows[1]).toContain('Often answers too fast');
  await user.click(screen.getByRole('button', { name: 'Figures of Chloe' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'Quality of Chloe' }));
  expect(drawer.getByRole('link', { name: 'All of them' }).getAttribute('href')).toBe(
    '/demo/projects/p1/items?ids=i1,i2',
  );
  expect(drawer.getByRole('link', { name: 'Their items' }).getAttribute('href')).toBe(
    '/demo/projects/p1/items?member=chloe',
  );
  await user.click(drawer.getByText('As a table'));
  expect(
    drawer.getByRole('link', { name: '9 Nov (4): see the items answered then' }).getAttribute('href'),
  ).toBe('/demo/projects/p1/items?sort=agreement&member=chloe&answered=2026-11-09..2026-11-15');
  expect(drawer.getByText(/No figure. They have answered no gold items./)).toBeTruthy();
});

test('a client reads the figures, and can neither act on people nor open items', async () => {
  page('client');
  await user.click(await screen.findByRole('button', { name: 'Figures of Chloe' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'Quality of Chloe' }));
  expect(drawer.queryByRole('link')).toBeNull();
  expect(drawer.queryByRole('button', { name: /Pause|rule/ })).toBeNull();
});
