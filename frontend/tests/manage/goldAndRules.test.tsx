import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { Project } from '../../src/api';
import { i18n } from '../../src/i18n';
import { ImportGold } from '../../src/manage/gold/ImportGold';
import { lineOf, parseGold } from '../../src/manage/gold/jsonl';
import { Scores } from '../../src/manage/gold/Scores';
import { Rules } from '../../src/manage/rules/Rules';
import { ruleSentence } from '../../src/manage/rules/sentence';
import { fitted, type RuleDraft, STARTS } from '../../src/manage/rules/types';
import { order, safe } from '../helpers/forms';
import { type Call, serve, show } from './helper';
import '../../src/manage/workflow/words';

beforeEach(() => sessionStorage.clear());
const user = userEvent.setup();
const t = i18n.getFixedT('workflow');
const list = (...results: unknown[]) => ({ body: { results, next: null } });
const project = { id: 'p1', name: 'Ranking', overlap: 2, etag: '"1"' } as unknown as Project;
const form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe] };
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');

test('gold is read line by line, and what is none is named', () => {
  const answers = [{ question: 'order', on: 'item', value: { ranks: [['a']] } }];
  const line = (id: string) => JSON.stringify({ external_id: id, answers });
  const text = [line('a'), '', 'nonsense', '[]', '{"external_id":"b"}', '{}', line('a'), line('c')].join(
    '\r\n',
  );
  const { rows, lines, problems } = parseGold(text);
  expect(rows.map(({ external_id }) => external_id)).toEqual(['a', 'c']);
  expect(lines).toEqual([1, 8]);
  expect(problems).toEqual([
    { line: 3, reason: 'json' },
    { line: 4, reason: 'object' },
    { line: 5, reason: 'answers' },
    { line: 6, reason: 'external_id' },
    { line: 7, reason: 'twice' },
  ]);
});

test('a refusal of a row is one of its line', () => {
  expect(lineOf('/rows/1/answers/0/value', [1, 8])).toEqual({ line: 8, rest: 'answers/0/value' });
  expect(lineOf('/rows/0', [1, 8])).toEqual({ line: 1, rest: '' });
  expect(lineOf('/rows/2/answers', [1, 8])).toBeNull();
  expect(lineOf('/name', [1])).toBeNull();
});

test('gold with an unreadable line is not sent; what the server refuses stands with its line', async () => {
  const calls = serve(({ method, path }) => {
    if (path.endsWith('/form')) return { body: form, headers: { ETag: '"1"' } };
    if (method === 'POST')
      return {
        status: 400,
        body: { title: 'No', errors: [{ pointer: '/rows/0/answers/0/value', detail: 'misses b' }] },
      };
    return list();
  });
  show(<ImportGold project={project} onClose={() => {}} />);
  const field = screen.getByRole('textbox', { name: 'Lines' });
  await user.click(field);
  await user.paste('\nnonsense');
  expect(screen.getByText('Line 2: no valid JSON')).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Import 0 items' }) as HTMLButtonElement).disabled).toBe(true);
  await user.clear(field);
  await user.paste('\n{"external_id":"a","answers":[{"question":"order","on":"item","value":{}}]}');
  await user.click(screen.getByRole('button', { name: 'Import 1 item' }));
  expect(await screen.findByText('Line 2: answers › 0 › value: misses b')).toBeTruthy();
  expect(writes(calls)[0]?.headers.get('Idempotency-Key')).toBeTruthy();
});

test('scores stand in words beside their bars, the lowest first; a person opens to their questions', async () => {
  const figure = { n: 10, correct: 9, score: 0.9, low: 0.6, high: 0.98 };
  serve(({ path }) => {
    if (path.endsWith('/form')) return { body: form, headers: { ETag: '"1"' } };
    if (path.endsWith('/scores'))
      return list(
        { member: { id: 'm1', name: 'Anna' }, ...figure, by_question: [] },
        {
          member: { id: 'm2', name: 'Ben' },
          ...figure,
          score: 0.4,
          low: 0.17,
          high: 0.69,
          by_question: [{ question: 'order', ...figure }],
        },
      );
    return { status: 404, body: { title: 'Not found' } };
  });
  show(<Scores project={project} />);
  const table = await screen.findByRole('table', { name: 'How right people are' });
  const people = within(table).getAllByRole('rowheader');
  expect(people.map(({ textContent }) => textContent?.trim())).toEqual(['Ben (by question)', 'Anna']);
  expect(within(table).getByRole('row', { name: /Ben.*40%.*17 to 69%.*10 answers/ })).toBeTruthy();
  await user.click(within(table).getByRole('button', { name: /Ben/ }));
  expect(await within(table).findByRole('rowheader', { name: order.title })).toBeTruthy();
});

const rule: RuleDraft = {
  name: 'Too fast',
  collector: 'seconds_per_item',
  operator: '<',
  threshold: 3,
  window: 20,
  least: 10,
  action: 'pause',
  settings: { pause: 'new', message: '' },
  active: true,
};

test('rules are sentences', () => {
  const said = (more: Partial<RuleDraft>) => ruleSentence({ ...rule, ...more }, t, () => 'Safety');
  expect(said({})).toBe(
    'When the time per item of a person is below 3 seconds over their last 20 (with at least 10), pause the person from new work.',
  );
  expect(said({ collector: 'gold_score', threshold: 0.6, action: 'notify' })).toBe(
    'When the gold score of a person is below 60% over their last 20 (with at least 10), tell the managers.',
  );
  expect(
    said({
      collector: 'skips_in_a_row',
      operator: '>=',
      threshold: 10,
      action: 'set_skill',
      settings: { skill: 's', level: 0.2 },
    }),
  ).toBe('When a person skips at least 10 items in a row, set “Safety” to 20%.');
});

test('a row that is waited for fits into what is looked at', () => {
  const row = { ...rule, collector: 'skips_in_a_row' as const, window: 20 };
  expect(fitted({ ...row, operator: '>=', threshold: 30 })).toMatchObject({ window: 30, least: 30 });
  expect(fitted({ ...row, operator: '>', threshold: 5 })).toMatchObject({ window: 20, least: 6 });
  expect(fitted(rule)).toBe(rule);
});

const firing = {
  id: 'f1',
  rule: { id: 'r1', name: 'Too fast' },
  member: { id: 'm1', name: 'Anna' },
  evidence: {
    collector: 'seconds_per_item',
    figure: 1.2,
    n: 12,
    threshold: 3,
    operator: '<',
    low: null,
    high: null,
    sample: [],
  },
  items: [{ id: 'i1', external_id: 'qa-1' }],
  fired_at: '2026-11-20T10:00:00Z',
  over_at: null,
};
const paused = {
  member: { id: 'm1', name: 'Anna', email: 'anna@example.org', role: 'annotator' },
  annotate: true,
  review: false,
  adjudicate: false,
  most_items: null,
  paused: 'new',
  paused_because: 'Too fast',
  given: 12,
  answered: 12,
  not_eligible: null,
};
const page = (more: (call: Call) => object | null = () => null) =>
  serve((call) => {
    const { path, method } = call;
    const answer = more(call);
    if (answer) return answer;
    if (method !== 'GET') return { body: {} };
    if (path.endsWith('/firings')) return list(firing);
    if (path.endsWith('/people')) return list(paused);
    if (path === '/rules/suggested')
      return { body: [rule, { ...rule, name: 'Score', collector: 'gold_score', threshold: 0.6 }] };
    if (path.endsWith('/rules')) return list({ ...rule, id: 'r1', created_at: '', etag: '"9"' });
    return list();
  });

test('a firing shows its evidence with the items, and lets the person work again', async () => {
  const calls = page();
  show(<Rules project={project} />);
  expect(
    await screen.findByText(
      'Out of 12 pieces of work, the time per item was 1.2 seconds; the rule watches for below 3 seconds.',
    ),
  ).toBeTruthy();
  expect(screen.getByRole('link', { name: 'qa-1' }).getAttribute('href')).toBe(
    '/demo/projects/p1/items?item=i1',
  );
  await user.click(await screen.findByRole('button', { name: 'Let Anna work again' }));
  await screen.findByText('Anna gets work again');
  expect(writes(calls)[0]).toMatchObject({
    path: '/projects/p1/people/m1/pause',
    body: { pause: '', because: '' },
  });
});

test('a suggestion that is in force is not offered; another is looked at, changed and added', async () => {
  const calls = page();
  show(<Rules project={project} />);
  const suggestions = (await screen.findByRole('heading', { name: 'Suggestions' })).closest(
    'section',
  ) as HTMLElement;
  expect(within(suggestions).queryByRole('button', { name: /Too fast/ })).toBeNull();
  await user.click(within(suggestions).getByRole('button', { name: /Gold score below 60%/ }));
  const dialog = screen.getByRole('dialog', { name: 'New rule' });
  const threshold = within(dialog).getByRole('textbox', { name: 'Threshold' });
  await user.clear(threshold);
  await user.type(threshold, '55');
  expect(within(dialog).getByText(/is below 55% over their last 20/)).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Add the rule' }));
  await screen.findByText('The rule was saved');
  expect(writes(calls)[0]?.body).toEqual({
    ...rule,
    name: 'Gold score below 55%',
    collector: 'gold_score',
    threshold: 0.55,
  });
});

test('switching a rule off names what was read, and a rule without its skill cannot be saved', async () => {
  const calls = page();
  show(<Rules project={project} />);
  await user.click(await screen.findByRole('switch', { name: 'The rule “Too fast” is on' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.headers.get('If-Match')).toBe('"9"');
  expect(writes(calls)[0]?.body).toEqual({ active: false });
  await user.click(screen.getByRole('button', { name: 'Change the rule “Too fast”' }));
  const dialog = screen.getByRole('dialog');
  await user.selectOptions(within(dialog).getByRole('combobox', { name: 'What happens' }), 'set_skill');
  expect((within(dialog).getByRole('button', { name: 'Save' }) as HTMLButtonElement).disabled).toBe(true);
});

test('every figure begins with a rule that can be saved', () => {
  for (const { window, least } of Object.values(STARTS)) expect(least).toBeLessThanOrEqual(window);
});
