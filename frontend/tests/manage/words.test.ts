import { expect, test } from 'vitest';
import type { Event, Form, Member, Person } from '../../src/api';
import { governs, sectionsFor } from '../../src/manage/access';
import { byDay, eventWords, humanised, runs } from '../../src/manage/activity/words';
import { countWords } from '../../src/manage/exports/words';
import { exampleFile, exampleLine, shortLine, takesPlainText } from '../../src/manage/imports/format';
import { expiryOf, PRESETS, SCOPE_GROUPS } from '../../src/manage/organisation/scopes';
import { everyPage } from '../../src/manage/paging';
import { etaWords, share } from '../../src/manage/parts/JobBar';
import { matches } from '../../src/manage/parts/Search';
import { isNone, mayHold, NEW_HERE, personRows } from '../../src/manage/people/rows';
import { pace, span } from '../../src/manage/project/time';
import '../../src/manage/dataWords';
import { i18n } from '../../src/i18n';
import { t } from './helper';

test('the time left is rounded to what a person can use', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');
  const words = (seconds: number): string => etaWords(new Date(now + seconds * 1000).toISOString(), now, t);
  expect([3, 42, 100, 1800, 9000].map(words)).toEqual([
    'nearly done',
    'about 50 seconds left',
    'about 2 minutes left',
    'about 30 minutes left',
    'about 3 hours left',
  ]);
  expect(words(-20)).toBe('nearly done');
  expect(etaWords(null, now, t)).toBe('');
  expect(etaWords('soon', now, t)).toBe('');
});

test('a job whose size is not known yet stands at nothing', () => {
  expect(share({ done: 0, total: 0 })).toBe(0);
  expect(share({ done: 5, total: 20 })).toBe(0.25);
});

test('work time is told in the units people use', () => {
  expect(span(40)).toBe('40 secs');
  expect(span(150)).toBe('2 mins 30 secs');
  expect(span(3_599)).toBe('60 mins');
  expect(span(7_500)).toBe('2 hrs 5 mins');
  expect(span(7_200)).toBe('2 hrs');
  expect(pace(300, 0)).toBe('–');
  expect(pace(300, 6)).toBe('50 secs');
});

const event = (kind: string, data = {}, subject = { kind: 'project', id: 'p1' }, actor = 'm1'): Event => ({
  id: kind,
  kind,
  at: '2026-11-01T12:00:00Z',
  actor: { id: actor, name: 'Ada' },
  subject,
  data,
});
const known = { projects: new Map([['p1', 'Ranking']]), members: new Map([['m2', 'Eve']]) };

test('what the workflow does reads as sentences too', () => {
  const words = (...of: Parameters<typeof event>): string => eventWords(event(...of), known, t);
  expect(words('rule.fired', { rule: 'Too fast', member: { id: 'm2', name: 'Eve' } })).toBe(
    'found Eve by the rule “Too fast”',
  );
  expect(words('project.person_paused', { member: 'm2', pause: 'new' })).toBe('paused Eve in Ranking');
  expect(words('project.person_paused', { member: 'm2', pause: '' })).toBe('let Eve work again in Ranking');
  expect(words('items.assigned', { items: 9, reserved: 4 })).toBe('assigned 4 items');
  expect(words('gold.imported', { items: 1 })).toBe('imported 1 gold item');
  expect(eventWords(event('gold.marked'), known, t, 3)).toBe('marked 3 items as gold');
});

test('events read as sentences, with names for ids', () => {
  const words = (...of: Parameters<typeof event>): string => eventWords(event(...of), known, t);
  expect(words('project.edited', { fields: ['name', 'lease_minutes'] })).toBe(
    'changed Ranking: name, lease minutes',
  );
  expect(words('project.person_set', { member: 'm2' })).toBe('set what Eve may do in Ranking');
  expect(words('items.added', { created: 1 })).toBe('added 1 item');
  expect(words('items.added', { created: 228 })).toBe('added 228 items');
  expect(words('member.added', { role: 'annotator' }, { kind: 'member', id: 'm2' })).toBe(
    'added Eve as annotator',
  );
  expect(words('member.added', { role: 'reviewer' }, { kind: 'member', id: 'm1' })).toBe(
    'joined as reviewer',
  );
  expect(words('import.finished', { state: 'failed' })).toBe('could not finish an import');
  expect(words('import.finished', { state: 'done', created: 3 })).toBe('finished an import: 3 items');
});

test('an event of a kind that came later still reads, and hostile data stays data', () => {
  expect(eventWords(event('release.was_accepted'), known, t)).toBe('release: was accepted');
  expect(humanised('odd')).toBe('odd');
  expect(eventWords(event('client.created', { name: '{{email}} $t(done)' }), known, t)).toContain(
    '{{email}}',
  );
});

test('a stream of work by one person is told once, and uploads by how they ended', () => {
  const by = (actor: string, ...kinds: string[]): Event[] =>
    kinds.map((kind) => event(kind, { filename: 'x.png' }, { kind: 'annotation', id: 'a' }, actor));
  const told = runs([
    ...by('m1', 'annotation.submitted', 'annotation.submitted'),
    ...by('m2', 'annotation.submitted', 'asset.ready', 'upload.created', 'asset.ready', 'upload.created'),
    ...by('m2', 'project.edited', 'project.edited'),
  ]);
  expect(told.map(({ event, count }) => [event.kind, count])).toEqual([
    ['annotation.submitted', 2],
    ['annotation.submitted', 1],
    ['asset.ready', 2],
    ['project.edited', 1],
    ['project.edited', 1],
  ]);
  expect(told.slice(0, 3).map(({ event, count }) => eventWords(event, known, t, count))).toEqual([
    'answered 2 items',
    'answered an item',
    'checked 2 files: ready',
  ]);
});

test('events fall into days', () => {
  const rows = ['2026-11-02T12:00:00', '2026-11-02T08:00:00', '2026-11-01T12:00:00'].map((at) => ({ at }));
  expect(byDay(rows).map(([, rows]) => rows.length)).toEqual([2, 1]);
});

test('export counts are words where they are known, and are never dropped where they are not', () => {
  expect(
    countWords({ rows: 0, pairs_tied: 31, items_with_images: 0, odd_ones: 2 }, i18n.getFixedT('data')),
  ).toEqual(['0 pairs', '31 tied pairs left out', '2 odd ones']);
});

const form = (...shows: Form['shows']): Form => ({ version: 1, shows, questions: [] });

test('the example line has what the form shows and nothing else', () => {
  expect(Object.keys(exampleLine(form('prompt', 'messages', 'responses')).content)).toEqual([
    'prompt',
    'responses',
  ]);
  expect(Object.keys(exampleLine(form('messages')).content)).toEqual(['messages']);
  const lines = exampleFile(form('text')).trimEnd().split('\n');
  expect(new Set(lines.map((line) => JSON.parse(line).external_id)).size).toBe(3);
  expect(shortLine(form('prompt', 'responses'))).toContain('"responses"');
  expect(JSON.parse(shortLine(form('text')) ?? '')).toEqual({ text: '…' });
  expect(shortLine(form('image'))).toBeNull();
});

test('plain text files are only offered where a prompt alone fills the form', () => {
  expect(takesPlainText(form('prompt', 'context'))).toBe(true);
  expect(takesPlainText(form('prompt', 'responses'))).toBe(false);
  expect(takesPlainText(form('text'))).toBe(false);
});

test('a search finds all its words in any order and any text', () => {
  expect(matches('round atlas', 'Ranking, Round 2', 'Atlas Health')).toBe(true);
  expect(matches('round 3', 'Ranking, Round 2', 'Atlas Health')).toBe(false);
  expect(matches(' ', 'anything')).toBe(true);
});

test('a token never outlives what the server allows, and every scope can be ticked once', () => {
  const now = Date.parse('2026-11-01T12:00:00Z');
  expect(Date.parse(expiryOf('365', now)) - now).toBeLessThan(365 * 86_400_000);
  const all = SCOPE_GROUPS.flatMap(({ scopes }): readonly string[] => scopes);
  expect(new Set(all).size).toBe(13);
  expect([...PRESETS.all].sort()).toEqual([...all].sort());
});

test('a list is read to its end, page by page', async () => {
  const asked: (string | undefined)[] = [];
  const rows = await everyPage(async ({ cursor }) => {
    asked.push(cursor);
    return { results: [asked.length], next: asked.length < 3 ? `c${asked.length}` : null };
  });
  expect(rows).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'c1', 'c2']);
});

test('roles see what they are for', () => {
  expect(sectionsFor('client')).toEqual([
    'overview',
    'progress',
    'quality',
    'standing',
    'models',
    'releases',
  ]);
  // How good colleagues are is for managers; clients see pseudonyms.
  expect(sectionsFor('reviewer')).toEqual(['overview', 'progress', 'models', 'items', 'reviews', 'comments']);
  expect(sectionsFor('manager')).toContain('people');
  expect(governs('manager')).not.toContain('manager');
  expect(governs('reviewer')).toEqual([]);
});

const member = (id: string, role: Member['role'], active = true): Member => ({
  id,
  name: id,
  email: `${id}@example.org`,
  role,
  client_ids: [],
  active,
  joined_at: '2026-11-01T12:00:00Z',
  etag: '"1"',
});

test('the people list has everybody who may work, those of the project first', () => {
  const listed: Person[] = [
    { member: member('zoe', 'annotator'), ...NEW_HERE, annotate: true, review: false, adjudicate: false },
  ];
  const members = [
    member('ada', 'manager'),
    member('otto', 'client'),
    member('old', 'annotator', false),
    member('zoe', 'annotator'),
  ];
  expect(personRows(members, listed).map(({ member, grants }) => [member.id, grants.annotate])).toEqual([
    ['zoe', true],
    ['ada', false],
  ]);
});

test('the role is the ceiling of what a project may grant', () => {
  expect(mayHold(member('a', 'annotator'), 'review')).toBe(false);
  expect(mayHold(member('r', 'reviewer'), 'adjudicate')).toBe(true);
  expect(isNone({ annotate: false, review: false, adjudicate: false })).toBe(true);
});
