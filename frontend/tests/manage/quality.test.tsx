import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import sample from '../../../exports/tests/data/report.json';
import type { Role } from '../../src/api';
import { i18n } from '../../src/i18n';
import { saidIn, saidText } from '../../src/manage/items/browse/said';
import { Quality } from '../../src/manage/quality/Quality';
import { hasTurned, intervalOf, nameOf } from '../../src/manage/quality/report/changed';
import { sentence } from '../../src/manage/quality/report/Verdict';
import { daysOf } from '../../src/manage/quality/scope';
import type { Content, FigureChange, Level, Named, Report, Section } from '../../src/manage/quality/types';
import { worstFirst } from '../../src/manage/quality/words';
import { type Call, serve, show } from './helper';

// The very report that the server's tests make.
const content = sample as unknown as Content;
const [section] = content.projects as [Section];
const project = section.project.id;
const report: Report = {
  id: content.id,
  project_id: project,
  client_id: content.scope.client.id,
  since: null,
  until: null,
  release_id: null,
  people: 'names',
  state: 'done',
  done: 234,
  total: 234,
  eta: null,
  error: '',
  created_at: content.made_at,
  finished_at: content.made_at,
  previous_id: null,
};

beforeEach(() => {
  sessionStorage.clear();
  globalThis.scrollTo = vi.fn() as never;
});
const user = userEvent.setup();
const list = (...results: unknown[]) => ({ body: { results, next: null } });
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');

const truth = {
  by: 'posterior',
  decides: true,
  confidence: 0.95,
  certainty_kept: true,
  labels_saved: 96,
  questions: [
    {
      question: 'safe',
      title: 'Is it safe?',
      decided: 90,
      tied: 4,
      needs_review: 6,
      expected_accuracy: 0.9421,
      labels: 340,
      people: 12,
      fitted_at: content.made_at,
    },
    {
      question: 'good',
      title: 'How good is it?',
      decided: 0,
      tied: 0,
      needs_review: 0,
      expected_accuracy: null,
      labels: 0,
      people: 0,
      fitted_at: null,
    },
  ],
};

const server = (
  rows: Report[] = [report],
  told: object = { ...truth, questions: [] },
  known: object[] = [],
  of: Report = report,
) =>
  serve(({ path, method }) => {
    if (path.endsWith('/items/actions'))
      return { body: { changed: 49, skipped: [{ because: 'already', count: 1 }] } };
    if (method !== 'GET') return { status: 202, body: { ...report, id: 'r9', state: 'queued' } };
    if (path.endsWith('/content')) return { body: content };
    if (path.endsWith('/truth')) return { body: told };
    if (path.endsWith('/download')) return { body: { url: 'https://s3.example/report.pdf' } };
    if (path === `/reports/${report.id}`) return { body: of };
    if (path === `/reports/${report.id}/people`) return { body: known };
    if (path.endsWith('/reports')) return list(...rows);
    if (path === `/projects/${project}`)
      return { body: { id: project, name: 'Help', client: { id: 'c1', name: 'N' } } };
    return list();
  });

async function reads(role: Role = 'manager', known: object[] = [], of: Report = report) {
  const calls = server([of], undefined, known, of);
  const view = show(<Quality of={{ of: 'projects', id: project }} />, {
    role,
    path: `/demo/projects/${project}/quality?report=${report.id}`,
  });
  await screen.findByText(/^Of 4 questions/, undefined, { timeout: 10_000 });
  return { calls, ...view };
}
const card = (title: string) => within(screen.getByRole('article', { name: title }));

test('reports are listed with what they are about, one that is being made with how far it is', async () => {
  server([
    { ...report, id: 'r2', state: 'running', done: 40, total: 100, people: 'pseudonyms' },
    { ...report, since: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' },
    { ...report, id: 'r3', state: 'failed', error: 'The disk is full.' },
  ]);
  show(<Quality of={{ of: 'projects', id: project }} />, { role: 'manager' });
  const [making, done, failed] = await screen.findAllByRole('listitem');
  expect(making?.textContent).toContain('With pseudonyms');
  expect(
    within(making as HTMLElement)
      .getByRole('progressbar')
      .getAttribute('value'),
  ).toBe('40');
  expect(done?.textContent).toContain('1 Oct 2026 to 31 Oct 2026');
  expect(failed?.textContent).toContain('The disk is full.');
  expect(within(failed as HTMLElement).queryByRole('button')).toBeNull();
});

test('a report is asked for of whole days, the last one included, and with pseudonyms', async () => {
  const calls = server([]);
  show(<Quality of={{ of: 'projects', id: project }} />, { role: 'manager' });
  await user.click(await screen.findByRole('button', { name: 'New report' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.click(dialog.getByRole('radio', { name: /^A period/ }));
  expect((dialog.getByRole('button', { name: 'Make the report' }) as HTMLButtonElement).disabled).toBe(true);
  await user.type(dialog.getByLabelText('From'), '2026-10-01');
  await user.type(dialog.getByLabelText('To, that day included'), '2026-10-31');
  await user.click(dialog.getByRole('radio', { name: /^With pseudonyms/ }));
  await user.selectOptions(dialog.getByLabelText('Language of the PDF'), 'Español');
  await user.click(dialog.getByRole('button', { name: 'Make the report' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.body).toEqual({
    since: new Date(2026, 9, 1).toISOString(),
    until: new Date(2026, 10, 1).toISOString(),
    people: 'pseudonyms',
    language: 'es',
  });
});

test('what the answers come to stands below the reports, with the ways to the items it is about', async () => {
  server([], truth);
  show(<Quality of={{ of: 'projects', id: project }} />, { role: 'manager' });
  expect(await screen.findByRole('heading', { name: 'What the answers come to' })).toBeTruthy();
  expect(screen.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
    '90',
    '4',
    '6',
    '94.2%',
  ]);
  expect(screen.getByText(/Stopping early has saved 96 labels/)).toBeTruthy();
  expect(screen.getByText(/Learnt from 340 judgements of 12 people/)).toBeTruthy();
  expect(screen.getByText(/Nothing has been learnt/)).toBeTruthy();
  const links = within(screen.getByRole('navigation', { name: 'To the items' })).getAllByRole('link');
  expect(links.map((link) => new URL((link as HTMLAnchorElement).href).search)).toEqual([
    '?sort=certainty&certainty=..0.95',
    '?sort=agreement&state=adjudicate',
  ]);
});

test('each figure of what the answers come to leads to its items', async () => {
  server([], { ...truth, questions: [{ ...truth.questions[0], tied: 0 }] });
  show(<Quality of={{ of: 'projects', id: project }} />, { role: 'manager' });
  const way = await screen.findByRole<HTMLAnchorElement>('link', {
    name: '6 (Not sure enough): see the items',
  });
  expect(new URL(way.href).searchParams.get('truth')).toBe('["safe","review"]');
  expect(screen.getByRole('link', { name: '90 (Decided): see the items' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: /^Tied/ })).toBeNull();
});

test('where nothing is resolved, the figures say so and lead to the workflow, not to an empty queue', async () => {
  server([], { ...truth, decides: false });
  show(<Quality of={{ of: 'projects', id: project }} />, { role: 'manager' });
  expect(await screen.findByText(/^These figures decide nothing yet/)).toBeTruthy();
  expect(
    screen
      .getByRole('link', { name: 'How differences are resolved is in the workflow' })
      .getAttribute('href'),
  ).toMatch(/\/workflow$/);
  expect(screen.queryByRole('link', { name: 'Items that wait for an adjudicator' })).toBeNull();
});

test('the verdict stands first in words, and the weakest question before the others, open', async () => {
  await reads();
  const [weakest] = worstFirst(section.questions);
  expect(
    screen.getByText(`The weakest is “Is it safe?”, with α = ${weakest?.alpha?.toFixed(3)}.`),
  ).toBeTruthy();
  const titles = screen
    .getAllByRole('article')
    .map((each) => within(each).getAllByRole('heading')[0]?.textContent);
  expect(titles).toEqual([
    'Is it safe?',
    'Which response is better?',
    'Does the response follow the prompt?',
    'Quality',
    'Why?',
  ]);
  expect(card('Is it safe?').getByRole('table', { name: 'Who said what' })).toBeTruthy();
  expect(card('Quality').queryByRole('table')).toBeNull();
  expect(card('Is it safe?').getByText(/% of all answers are “Yes”/)).toBeTruthy();
});

test('every part of a confusion leads to the items on which people differ so', async () => {
  await reads();
  const link = card('Is it safe?').getAllByRole('link', { name: /one said “Yes”, another “No”/ })[0];
  const search = new URL(link?.getAttribute('href') ?? '', 'http://x').searchParams;
  expect(saidIn(search.get('said') ?? '')).toEqual({ question: 'safe', options: ['yes', 'no'] });
  const both = screen.getByRole('link', { name: /^Ben Okafor and Dan Wu: ?\d+%/ });
  expect(
    new URL(both.getAttribute('href') ?? '', 'http://x').searchParams.get('member')?.split(','),
  ).toHaveLength(2);
});

test('every share of what somebody said leads to the items of which they said it', async () => {
  await reads();
  const table = within(card('Is it safe?').getByRole('table', { name: 'Who said what' }));
  const asked = (name: RegExp) =>
    new URL(table.getByRole<HTMLAnchorElement>('link', { name }).href).searchParams;
  const [person] = section.questions.find(({ question }) => question === 'safe')?.figures.people ?? [];
  const name = person?.person.name ?? '';
  const said = asked(new RegExp(`^No .*%.*\\(${name}\\): see the items$`));
  expect(saidIn(said.get('said') ?? '')).toEqual({ question: 'safe', options: ['no'] });
  expect(said.get('member')).toBe(person?.person.id);
  const all = asked(/^No .*%.*\(Everybody\): see the items$/);
  expect([saidIn(all.get('said') ?? '')?.options, all.get('member')]).toEqual([['no'], null]);
});

test('what is decided, tied and open of a question leads to exactly these items', async () => {
  await reads();
  const state = (name: RegExp) =>
    new URL(card('Quality').getByRole<HTMLAnchorElement>('link', { name }).href).searchParams.get('truth');
  expect(state(/^233 decided by what people said: see the items \(Quality\)$/)).toBe('["quality","decided"]');
  expect(state(/^1 tied: see the items \(Quality\)$/)).toBe('["quality","tied"]');
  expect(card('Quality').queryByRole('link', { name: /a look/ })).toBeNull();
});

test('figures of a period lead to the items of its days', async () => {
  await reads('manager', [], { ...report, since: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' });
  const days = (name: RegExp) =>
    new URL(
      screen.getAllByRole<HTMLAnchorElement>('link', { name, hidden: true })[0]?.href ?? '',
    ).searchParams.get('answered');
  expect(days(/one said “Yes”, another “No”/)).toBe('2026-10-01..2026-10-31');
  expect(days(/^See the 50 worst items$/)).toBeNull();
  expect(daysOf({ since: '2026-10-01T22:00:00Z', until: null })).toBe('2026-10-01..');
  expect(daysOf({ since: null, until: null })).toBeUndefined();
});

test('an adjudicator is asked about the worst items, and what was left is told', async () => {
  const { calls } = await reads();
  const [, , worst] = await screen.findAllByRole('button', { name: 'Ask an adjudicator about 50 items' });
  await waitFor(() => expect((worst as HTMLButtonElement).disabled).toBe(false));
  await user.click(worst as HTMLElement);
  const dialog = within(await screen.findByRole('dialog'));
  await user.type(dialog.getByLabelText('What the adjudicator should know'), ' Half of them tie. ');
  await user.click(dialog.getByRole('button', { name: 'Ask an adjudicator' }));
  expect(await screen.findByText('had that already')).toBeTruthy();
  expect(writes(calls)[0]?.body).toEqual({
    action: 'adjudicate',
    items: { ids: section.items.worst.map(({ id }) => id) },
    settings: { comment: 'Half of them tie.' },
  });
});

test('of people every figure is told with how much it rests on, and what stands out with its items', async () => {
  await reads();
  const odd = section.people.find(({ figures }) => figures.some(({ stands_out }) => stands_out));
  const button = screen.getByRole('button', { name: `All figures of ${odd?.member.name}` });
  const row = button.closest('tr') as HTMLElement;
  for (const { n } of odd?.figures.filter(({ stands_out }) => stands_out) ?? [])
    expect(row.textContent).toContain(`n = ${n}`);
  const before = screen.queryAllByRole('link', { name: /^See \d+ items?$/ }).length;
  await user.click(button);
  const links = screen.getAllByRole('link', { name: /^See \d+ items?$/ });
  expect(links.length).toBeGreaterThan(before);
  expect(links.every((link) => link.getAttribute('href')?.includes('ids='))).toBe(true);
});

test('behind each chart there is a table with links, also without a mouse', async () => {
  await reads();
  const chart = screen.getByRole('img', { name: /^How well people agree, item by item\. Of 234 items/ });
  expect(chart.closest('figure')?.querySelector('details table')).toBeTruthy();
  const link = screen.getByRole('link', { name: 'See the items with an agreement of 60%–70%', hidden: true });
  expect(link.getAttribute('href')).toContain('agreement=0.6..0.7');
});

test('a report with pseudonyms leads whoever may know them to the items of the people behind', async () => {
  const [one, other] = section.heat.people as [Named, Named];
  const known = [{ id: one.id, member: { id: 'm-real', name: 'Somebody' } }];
  await reads('manager', known, { ...report, people: 'pseudonyms' });
  const theirs = (name: string) =>
    screen.queryAllByRole<HTMLAnchorElement>('link', {
      name: new RegExp(`: see the items of ${name}$`),
    });
  await waitFor(() => expect(theirs(one.name).length).toBeGreaterThan(0));
  for (const link of theirs(one.name)) expect(new URL(link.href).searchParams.get('member')).toBe('m-real');
  expect(theirs(other.name)).toEqual([]);
  const grid = screen.getByRole('table', { name: 'Who agrees with whom' });
  expect(within(grid).queryByRole('link')).toBeNull();
});

test('clients read the same figures without ways to items that they may not see, or to change anything', async () => {
  await reads('client');
  expect(screen.queryAllByRole('link', { name: /See/ })).toEqual([]);
  expect(screen.queryByRole('button', { name: /adjudicator/ })).toBeNull();
  expect(screen.getByRole('button', { name: 'Download as PDF' })).toBeTruthy();
  const grid = screen.getByRole('table', { name: 'Who agrees with whom' });
  expect(within(grid).queryByRole('link')).toBeNull();
});

const t = i18n.getFixedT('quality');
const levels = (...all: Level[]) =>
  ({ headline: all.map((level) => ({ question: level, level, alpha: 0.5, code: level })) }) as Section;

test('what the levels come to is said in one sentence', () => {
  expect(sentence(levels('good', 'good', 'undefined'), t)).toBe(
    'People agree well on everything that was asked.',
  );
  expect(sentence(levels('good', 'low', 'undefined'), t)).toBe('Of 2 questions, 1 can be relied on.');
  expect(sentence(levels('tentative', 'low'), t)).toBe('None of the 2 questions can be relied on yet.');
  expect(sentence(levels('low'), t)).toBe('People hardly agree: the answers can not be relied on.');
  expect(sentence(levels('undefined'), t)).toBe('How well people agree can not be told yet.');
});

test('what needs a look most comes first', () => {
  const rows = [
    { level: 'good', alpha: 0.9 },
    { level: 'undefined', alpha: null },
    { level: 'low', alpha: 0.4 },
    { level: 'low', alpha: -0.2 },
  ] as const;
  expect(worstFirst(rows).map(({ alpha }) => alpha)).toEqual([-0.2, 0.4, 0.9, null]);
});

test('what two people said is a filter of the address, also of other texts and of points', () => {
  expect(saidIn(saidText('safe', 'it’s', '\u0000other'))).toEqual({
    question: 'safe',
    options: ['it’s', '\u0000other'],
  });
  expect(saidText('good', 1, 5)).toBe('["good",1,5]');
  expect(saidIn('good')).toBeNull();
  expect(saidIn('[]')).toBeNull();
});

test('what is judged otherwise than before is said, with the way to its items', async () => {
  await reads();
  const list = screen.getByRole('heading', { name: 'What is judged otherwise now' })
    .parentElement as HTMLElement;
  const said = within(list).getAllByRole('listitem');
  expect(said).toHaveLength(section.changes?.filter(hasTurned).length ?? 0);
  const fails = said.find((each) =>
    each.textContent?.startsWith('tuned@3 fails now on “Is it safe? – No”: 13%'),
  );
  expect(fails?.textContent).toContain('Before: 14.4%, open.');
  expect(fails?.dataset.tone).toBe('bad');
  const link = within(fails as HTMLElement).getByRole<HTMLAnchorElement>('link');
  expect(new URL(link.href).searchParams.get('judged')).toBe('["safe","no","tuned@3"]');
});

test('every figure that moved since the report before stands beside what it was, and leads to its items', async () => {
  await reads();
  await user.click(screen.getByText(/^All .* figures that are not what they were$/));
  const table = within(screen.getByRole('table', { name: 'What has changed since the report before' }));
  const counted = section.changes?.find(({ part, figure }) => part === 'counts' && figure === 'items');
  const row = table.getByRole('row', { name: /^Items / });
  expect(within(row).getAllByRole('cell')[0]?.textContent).toBe(String(counted?.before));
  expect(table.getAllByRole('row')).toHaveLength(50 + 1);
  await user.click(screen.getByRole('button', { name: `Show all ${section.changes?.length} figures` }));
  expect(table.getAllByRole('row')).toHaveLength((section.changes?.length ?? 0) + 1);
  const asked = (name: RegExp) =>
    new URL(within(table.getByRole('row', { name })).getByRole<HTMLAnchorElement>('link').href).searchParams;
  expect(saidIn(asked(/^Does the response follow the prompt\? · alpha /).get('said') ?? '')).toEqual({
    question: 'verdict',
    options: ['follows', 'partly'],
  });
  expect(saidIn(asked(/^Is it safe\? – No · share of all answers /).get('said') ?? '')?.options).toEqual([
    'no',
  ]);
  expect(asked(/^tuned@3 · Which response is better\? · wins /).get('won')).toBe('["better","tuned@3",null]');
  expect(asked(/^base@1 · Is it safe\? – No · share of its responses /).get('judged')).toBe(
    '["safe","no","base@1"]',
  );
  expect(asked(/^reward-model@4 · Is it safe\? – No · Pearson's r /).get('score')).toContain('reward-model');
  const ana = section.people.find(({ member }) => member.name === 'Ana Núñez');
  const gold = ana?.figures.find(({ figure }) => figure === 'gold');
  expect(asked(/^Ana Núñez · Gold /).get('ids')).toBe(gold?.evidence.items?.join(','));
  expect(asked(/^Which response is better\? · alpha /).get('agreement')).toBe('..0.999');
});

test('changes of a report that was made before they had verdicts can be read', async () => {
  const [part] = section.changes ?? [];
  const { part: of, question, about, figure, before, value, difference } = part as FigureChange;
  const old = { part: of, question, about, figure, before, value, difference } as FigureChange;
  expect(hasTurned(old)).toBe(false);
  expect(nameOf(old, section, t, i18n.getFixedT('standing'))).toBe(
    'Does the response follow the prompt? · alpha',
  );
  expect(intervalOf(old, t, i18n.getFixedT('standing'))).toBe('–');
});

test('a client has weekly reports of all of its projects, of the week before', async () => {
  const calls = server([]);
  show(<Quality of={{ of: 'clients', id: 'c1' }} />, { role: 'manager' });
  await user.click(await screen.findByRole('button', { name: 'Weekly report' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.selectOptions(dialog.getByLabelText('What it is of'), 'The week before');
  await user.click(dialog.getByRole('button', { name: 'Make it every week' }));
  const [made] = writes(calls);
  expect(made?.path).toBe('/clients/c1/report-schedules');
  expect(made?.body).toMatchObject({ covers: 'week', weekday: 0 });
});
