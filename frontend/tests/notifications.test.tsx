import './manage/network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { useSession } from '../src/app/session';
import { i18n, speak } from '../src/i18n';
import { Bell } from '../src/notifications/Bell';
import type { Notification } from '../src/notifications/calls';
import { explanationOf, linkOf, remarkOf, sentenceOf } from '../src/notifications/sentence';
import { type Call, serve, show } from './manage/helper';
import '../src/notifications/words';

const user = userEvent.setup();
const t = i18n.getFixedT('notices');
const told = (more: Partial<Notification> = {}): Notification => ({
  id: 'n1',
  kind: 'work.returned',
  project: { id: 'p1', name: 'Ranking' },
  subject: { kind: 'item', id: 'i1' },
  data: {},
  created_at: '2026-11-20T10:00:00Z',
  read_at: null,
  ...more,
});

test.each([
  [{ kind: 'work.returned' }, 'Work came back to you in Ranking'],
  [{ kind: 'person.paused', data: { pause: 'new' } }, 'You get no new work in Ranking for now'],
  [{ kind: 'person.paused', data: { pause: 'full' } }, 'Your work in Ranking is paused'],
  [
    { kind: 'rule.fired', data: { rule: 'Too fast', member: { id: 'm', name: 'Anna' } } },
    '“Too fast” found Anna in Ranking',
  ],
  [{ kind: 'skill.earned', data: { skill: 'Safety' } }, 'You earned the skill “Safety” in Ranking'],
  [{ kind: 'report.ready' }, 'The quality report of Ranking is ready'],
  [{ kind: 'report.failed' }, 'The quality report of Ranking could not be made'],
  [
    { kind: 'release.offered', data: { release: 3, name: 'June' } },
    'The release “June” of Ranking can be accepted',
  ],
  [
    { kind: 'release.rejected', data: { name: 'June', comment: 'Too few' } },
    'The client rejected the release “June” of Ranking',
  ],
  [{ kind: 'something.new' }, 'Something happened in Ranking (something.new)'],
])('%j is a sentence', (more, sentence) => {
  expect(sentenceOf(told(more), t)).toBe(sentence);
});

test('what somebody wrote about it is told with it', () => {
  expect(remarkOf(told({ data: { because: '', comment: 'Look again' } }))).toBe('Look again');
  expect(remarkOf(told())).toBe('');
});

const skipped = { collector: 'skips_in_a_row', figure: 12, detail: 'You skipped 12 items in a row.' };
const evidence = { collector: 'gold_score', figure: 0.42, n: 10, operator: '<', threshold: 0.6 };
test.each([
  ['en', { because: skipped.detail, reason: skipped }, 'You skipped 12 items in a row.'],
  ['es', { because: skipped.detail, reason: skipped }, 'Omitió 12 elementos seguidos.'],
  [
    'es',
    { reason: { ...skipped, collector: 'seconds_per_item', figure: 2.5 } },
    /llevaron normalmente 2,5 segundos cada uno/,
  ],
  ['en', { because: 'New here.', reason: { collector: 'tomorrow', figure: null } }, 'New here.'],
  ['en', { evidence }, 'Gold score: 42%, out of 10 pieces of work. The rule: below 60%.'],
  ['es', { evidence }, /^Puntuación de control: 42.%, en 10 respuestas. La regla: menos de 60.%\.$/],
  ['en', { because: 'Please slow down.', reason: null }, ''],
] as const)('in %s, %j is explained', async (language, data, words) => {
  await speak(language);
  const said = explanationOf(told({ data }), t);
  await speak('en');
  if (typeof words === 'string') expect(said).toBe(words);
  else expect(said).toMatch(words);
});

test('what the product says is no quote, what a manager wrote is one', () => {
  expect(remarkOf(told({ data: { because: skipped.detail, reason: skipped } }))).toBe('');
  expect(remarkOf(told({ data: { because: 'Please slow down.', reason: null } }))).toBe('Please slow down.');
});

test.each([
  ['work.returned', 'annotator', '/demo/work/p1'],
  ['work.rejected', 'annotator', '/demo/work/recent'],
  ['rule.fired', 'manager', '/demo/projects/p1/rules'],
  ['rule.fired', 'annotator', null],
  ['verdict.appealed', 'reviewer', '/demo/projects/p1/items?item=i1'],
  ['comment.mention', 'annotator', '/demo/work/p1'],
  ['comment.mention', 'manager', '/demo/projects/p1/items?item=i1'],
  ['project.done', 'owner', '/demo/projects/p1'],
  ['agreement.miscounted', 'manager', '/demo/projects/p1'],
  ['report.ready', 'client', '/demo/projects/p1/quality?report=i1'],
  ['release.accepted', 'manager', '/demo/projects/p1/releases?release=i1'],
  ['release.offered', 'annotator', null],
  ['report.failed', 'manager', '/demo/projects/p1/quality'],
  ['person.paused', 'annotator', '/demo/work/recent'],
] as const)('%s leads a %s to %s', (kind, role, link) => {
  expect(linkOf(told({ kind }), 'demo', role)).toBe(link);
});

test('a report of all projects of a client is found with the client', () => {
  const of = told({ kind: 'report.ready', project: null, data: { client: 'c1', project: 'Umbrella' } });
  expect(sentenceOf(of, t)).toBe('The quality report of Umbrella is ready');
  expect(linkOf(of, 'demo', 'manager')).toBe('/demo/clients/c1/quality?report=i1');
});

function Page() {
  return <Bell session={useSession()} />;
}
const server = (rows: Notification[]) =>
  serve(({ path, method, body }) => {
    if (path === '/notifications/count')
      return { body: { unread: rows.filter(({ read_at }) => read_at === null).length } };
    if (method !== 'POST') return { body: { results: rows, next: null } };
    const { ids, all } = body as { ids?: string[]; all?: true };
    for (const row of rows) if (all || ids?.includes(row.id)) row.read_at = '2026-11-21T00:00:00Z';
    return { body: { unread: rows.filter(({ read_at }) => read_at === null).length } };
  });
const reads = (calls: Call[]) => calls.filter(({ method }) => method === 'POST').map(({ body }) => body);

test('the bell counts; a link that is followed, a dot and one button mark as read', async () => {
  const rows = [told(), told({ id: 'n2', kind: 'person.paused' }), told({ id: 'n3', kind: 'project.done' })];
  const calls = server(rows);
  show(<Page />);
  await user.click(await screen.findByRole('button', { name: 'Notifications: 3 unread' }));
  const list = await screen.findByRole('dialog', { name: 'Notifications' });
  await user.click(
    await within(list).findByRole('button', {
      name: 'Mark as read: You get no new work in Ranking for now',
    }),
  );
  await screen.findByRole('button', { name: 'Notifications: 2 unread' });
  await user.click(within(list).getByRole('button', { name: 'Mark all as read' }));
  await screen.findByRole('button', { name: 'Notifications' });
  await user.click(within(list).getByRole('link', { name: 'Work came back to you in Ranking' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(reads(calls)).toEqual([{ ids: ['n2'] }, { all: true }]);
});

test('a link to something unread marks it', async () => {
  const calls = server([told()]);
  const { history } = show(<Page />);
  await user.click(await screen.findByRole('button', { name: 'Notifications: 1 unread' }));
  await user.click(await screen.findByRole('link', { name: 'Work came back to you in Ranking' }));
  expect(history.at(-1)).toBe('/demo/work/p1');
  await waitFor(() => expect(reads(calls)).toEqual([{ ids: ['n1'] }]));
});

test('no count is no alarm', async () => {
  serve(() => null);
  show(<Page />);
  expect(await screen.findByRole('button', { name: 'Notifications' })).toBeTruthy();
});
