import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Project } from '../../src/api';
import { FromBucket } from '../../src/manage/imports/FromBucket';
import { Imports } from '../../src/manage/imports/Imports';
import type { Import, PreviewRow } from '../../src/manage/imports/types';
import { order, safe } from '../helpers/forms';
import { type Call, serve, show } from './helper';
import '../../src/manage/dataWords';

beforeEach(() => {
  sessionStorage.clear();
  globalThis.scrollTo = vi.fn() as never;
});
const user = userEvent.setup();
const list = (...results: unknown[]) => ({ body: { results, next: null } });
const project = { id: 'p1', name: 'Ranking', client: { id: 'c1', name: 'Northwind' } } as Project;
const form = { version: 1, shows: ['prompt', 'responses'], questions: [order, safe] };
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');

const waiting: Import = {
  id: 'i1',
  state: 'waiting',
  stage: 'preview',
  done: 10,
  total: 10,
  eta: null,
  error: null,
  created_at: '2026-11-01T12:00:00Z',
  finished_at: null,
  asset_id: 'a1',
  source: 'file',
  filename: 'round.csv',
  format: 'csv',
  detected: [{ format: 'csv', confidence: 0.9 }],
  mapping: { columns: {}, answers: 'suggestions', questions: {}, people: {} },
  columns: [
    { name: 'question', target: 'content.prompt', samples: ['Why?', 'How?'] },
    { name: 'note', target: 'metadata', samples: [] },
  ],
  rows: 3,
  created: 2,
  updated: 1,
  skipped: 0,
  problem_count: 0,
  lost: [],
  form: null,
  form_problems: [],
  guidelines: '',
  people: [],
  pictures: { found: 0, ready: 0, refused: 0 },
};
const item = (external_id: string, text: string) => ({
  external_id,
  content: { prompt: { text } },
  metadata: { topic: 'science' },
  suggestions: [],
  annotations: [],
});
const rows = [
  {
    where: 'row 1',
    fate: 'created',
    item: item('q-1', 'Why is the sky blue?'),
    before: null,
    problems: [],
    assets: {},
  },
  {
    where: 'row 2',
    fate: 'updated',
    item: item('q-2', 'Why is the sea green?'),
    before: { content: { prompt: { text: 'Why is the sea blue?' } }, metadata: { topic: 'science' } },
    problems: [],
    assets: {},
  },
  {
    where: 'row 3',
    fate: 'refused',
    item: null,
    before: null,
    problems: [{ pointer: '/content/prompt', detail: 'is missing' }],
    assets: {},
  },
] as unknown as PreviewRow[];

/** A server with one import, which is as `given`, and becomes what `then` says once something was written. */
function withImport(given: Partial<Import>, then: Partial<Import> = {}): Call[] {
  let now = { ...waiting, ...given };
  return serve(({ method, path }) => {
    if (method !== 'GET') {
      now = { ...now, ...then };
      return { status: 202, body: now };
    }
    if (path.endsWith('/form')) return { body: form, headers: { ETag: '"1"' } };
    if (path === '/imports/formats')
      return {
        body: [
          { name: 'csv', title: 'CSV', endings: ['.csv'] },
          { name: 'xlsx', title: 'Excel', endings: ['.xlsx'] },
        ],
      };
    if (path.endsWith('/preview')) return list(...rows);
    if (path.endsWith('/problems')) return list({ line: 3, where: 'row 3', detail: 'is missing' });
    if (path === '/imports/i1') return { body: now };
    if (path === '/members')
      return list({ id: 'm7', name: 'Anna', email: 'anna@here.example', role: 'annotator' });
    return list();
  });
}
const open = () => show(<Imports project={project} />, { path: '/demo/projects/p1/import?import=i1' });

test('the first rows stand as the items that they would become, updates as what changes, refusals with why', async () => {
  withImport({});
  open();
  const created = (await screen.findByText('q-1')).closest('li');
  expect(created?.textContent).toContain('Why is the sky blue?');
  const updated = screen.getByText('q-2').closest('li');
  if (!updated) throw new Error('no row');
  // The comparing comes as a chunk of its own.
  await waitFor(() => expect(updated.querySelector('del')?.textContent).toBe('blue'), { timeout: 10_000 });
  expect(updated.querySelector('ins')?.textContent).toBe('green');
  expect(within(updated).queryByText('metadata topic')).toBeNull();
  expect(screen.getByText('is missing')).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: 'Refused' }));
  expect(screen.queryByText('q-1')).toBeNull();
  expect(screen.getByText('is missing')).toBeTruthy();
});

test('another mapping is read again before anything can be added; then the items are added once', async () => {
  const calls = withImport({});
  open();
  expect(await screen.findByRole('button', { name: 'Add 2, update 1' })).toBeTruthy();
  await user.selectOptions(screen.getByRole('combobox', { name: 'What note becomes' }), 'ignore');
  expect(screen.queryByRole('button', { name: 'Add 2, update 1' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Read again' }));
  const [mapped] = writes(calls);
  expect(mapped?.path).toBe('/imports/i1/mapping');
  expect(mapped?.body).toEqual({
    format: 'csv',
    mapping: { columns: { note: 'ignore' }, answers: 'suggestions', questions: {}, people: {} },
  });
});

test('the items are added with one key, whatever is clicked how often', async () => {
  const calls = withImport({}, { state: 'running', stage: 'committing' });
  open();
  await user.click(await screen.findByRole('button', { name: 'Add 2, update 1' }));
  expect(await screen.findByRole('progressbar', { name: 'Adding the items of round.csv' })).toBeTruthy();
  const [commit] = writes(calls);
  expect([commit?.path, commit?.body]).toEqual(['/imports/i1/commit', {}]);
  expect(commit?.headers.get('Idempotency-Key')).toBe('commit-i1');
});

test('two columns that want the same place are told so, and nothing is read until that is settled', async () => {
  withImport({});
  open();
  const note = await screen.findByRole('combobox', { name: 'What note becomes' });
  await user.selectOptions(note, 'content.prompt');
  expect(screen.getByText(/Only one column can be “Prompt”/)).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Read again' }) as HTMLButtonElement).disabled).toBe(true);
  await user.selectOptions(note, 'content.responses');
  expect((screen.getByRole('button', { name: 'Read again' }) as HTMLButtonElement).disabled).toBe(false);
});

test('answers that do not fit say why; the project may take the file’s questions over', async () => {
  const needed = { ...form, questions: [{ ...safe, name: 'toxic', title: 'Toxic?' }] };
  const calls = withImport({
    form: needed as Import['form'],
    form_problems: ['“Toxic?” is not asked here.'],
    people: [{ id: '17', name: 'Kim', email: 'kim@there.example', member_id: null, annotations: 4 }],
  });
  open();
  expect(await screen.findByText('“Toxic?” is not asked here.')).toBeTruthy();
  expect(screen.queryByRole('combobox', { name: 'Who Kim is here' })).toBeNull();
  await user.click(screen.getByRole('switch', { name: /Use the file’s questions/ }));
  await user.click(screen.getByRole('button', { name: 'Add 2, update 1' }));
  expect(writes(calls)[0]?.body).toEqual({ adopt_form: true });
});

test('people of a file become members or placeholders, and questions those of the same kind', async () => {
  const needed = { ...form, questions: [{ ...safe, name: 'toxic', title: 'Toxic?' }] };
  const calls = withImport({
    form: needed as Import['form'],
    people: [{ id: '17', name: 'Kim', email: 'kim@there.example', member_id: null, annotations: 4 }],
  });
  open();
  await user.click(await screen.findByRole('radio', { name: /Finished work/ }));
  const kim = screen.getByRole('combobox', { name: 'Who Kim is here' });
  await within(kim).findByRole('option', { name: 'Anna' });
  await user.selectOptions(kim, 'm7');
  const toxic = screen.getByRole('combobox', { name: 'What “Toxic?” is in this project' });
  expect(within(toxic).queryByRole('option', { name: order.title })).toBeNull();
  await user.selectOptions(toxic, 'safe');
  await user.click(screen.getByRole('button', { name: 'Read again' }));
  expect(writes(calls)[0]?.body).toMatchObject({
    mapping: { answers: 'work', questions: { toxic: 'safe' }, people: { '17': 'm7' } },
  });
});

test('what cannot be kept and what could not be read are named, and the bad rows can be had as a file', async () => {
  withImport({
    state: 'done',
    stage: 'finished',
    problem_count: 1,
    lost: [{ what: 'brush masks', count: 14, examples: [{ where: 'task 3', detail: 'a mask' }] }],
  });
  open();
  expect(await screen.findByRole('heading', { name: 'The items are in' })).toBeTruthy();
  expect(screen.getByText('brush masks')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Download these rows' })).toBeTruthy();
  expect(await screen.findByRole('rowheader', { name: 'row 3' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'See the items' }).getAttribute('href')).toBe(
    '/demo/projects/p1/items',
  );
});

test('addresses are read only where each is one', async () => {
  const calls = withImport({});
  show(<Imports project={project} />, { path: '/demo/projects/p1/import' });
  await user.click(await screen.findByRole('radio', { name: 'Addresses' }));
  const field = screen.getByRole('textbox', { name: 'Addresses, one a line' });
  await user.click(field);
  await user.paste('https://a.example/1.png\nnonsense');
  expect((screen.getByRole('button', { name: 'Read 1 address' }) as HTMLButtonElement).disabled).toBe(true);
  await user.clear(field);
  await user.paste('https://a.example/1.png\nhttps://a.example/2.png');
  await user.click(screen.getByRole('button', { name: 'Read 2 addresses' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.body).toEqual({
    urls: ['https://a.example/1.png', 'https://a.example/2.png'],
    preview: true,
  });
  // What was begun is shown at once.
  expect(await screen.findByRole('heading', { name: 'round.csv' })).toBeTruthy();
});

test('a bucket is walked through folder by folder, and a file or a whole folder is read', async () => {
  const begun = vi.fn();
  const calls = serve(({ method, path, query }) => {
    if (method !== 'GET') return { status: 202, body: waiting };
    if (path.endsWith('/buckets'))
      return list({ id: 'b1', client_id: 'c1', name: 'Raw', bucket: 'raw', prefix: 'in/', writable: false });
    const deeper = query.get('prefix') === 'in/may/';
    return {
      body: {
        results: [{ key: `${query.get('prefix')}${deeper ? 'late' : 'early'}.csv`, size: 12 }],
        prefixes: deeper ? [] : ['in/may/'],
        next: null,
      },
    };
  });
  show(<FromBucket project={project} onBegun={begun} />);
  await user.click(await screen.findByRole('button', { name: 'may/' }));
  await user.click(await screen.findByRole('button', { name: 'Read late.csv' }));
  await waitFor(() => expect(begun).toHaveBeenCalledTimes(1));
  await user.click(screen.getByRole('button', { name: 'Read this folder' }));
  await waitFor(() => expect(begun).toHaveBeenCalledTimes(2));
  expect(writes(calls).map(({ body }) => body)).toEqual([
    { bucket_id: 'b1', prefix: 'in/may/late.csv', preview: true },
    { bucket_id: 'b1', prefix: 'in/may/', preview: true },
  ]);
  await user.click(screen.getByRole('button', { name: 'in' }));
  expect(await screen.findByText('early.csv')).toBeTruthy();
});
