import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Client, Project, Role } from '../../src/api';
import { Buckets } from '../../src/manage/buckets/Buckets';
import { Exports } from '../../src/manage/exports/Exports';
import type { ExportFormat } from '../../src/manage/exports/types';
import { Releases } from '../../src/manage/releases/Releases';
import type { Release } from '../../src/manage/releases/types';
import { type Call, serve, show } from './helper';
import '../../src/manage/dataWords';

beforeEach(() => {
  sessionStorage.clear();
  globalThis.scrollTo = vi.fn() as never;
});
const user = userEvent.setup();
const list = (...results: unknown[]) => ({ body: { results, next: null } });
const project = { id: 'p1', name: 'Ranking', client: { id: 'c1', name: 'Northwind' } } as Project;
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');

const format = (name: string, more: Partial<ExportFormat> = {}): ExportFormat => ({
  name,
  title: name,
  extension: 'jsonl',
  description: '',
  fits: true,
  why_not: '',
  options: [],
  ...more,
});
const choices = [
  { value: 'order', title: 'Order' },
  { value: 'safe', title: 'Safe?' },
];
const formats = [
  format('trl_preference', {
    options: [
      { name: 'question', kind: 'questions', title: 'Which question', choices, default: 'order' },
      { name: 'more', kind: 'questions', title: 'Also write', choices, default: ['order', 'safe'] },
      { name: 'strict', kind: 'flag', title: 'Strict', choices: [], default: false },
      { name: 'margin', kind: 'number', title: 'Margin', choices: [], default: 1 },
    ],
  }),
  format('csv'),
  format('coco', { fits: false, why_not: 'Needs marked images.' }),
];
const bucket = {
  id: 'b1',
  client_id: 'c1',
  name: 'Delivery',
  endpoint: 'https://s3.example',
  region: 'eu',
  bucket: 'labels',
  prefix: '',
  access_key_ends: 'ABCD',
  writable: true,
  checked_at: null,
  problem: '',
};

const exported = {
  id: 'e1',
  state: 'done',
  done: 3,
  total: 3,
  eta: null,
  error: null,
  created_at: '2026-11-01T12:00:00Z',
  finished_at: '2026-11-01T12:00:00Z',
  project_id: 'p1',
  release_id: null,
  format: 'csv',
  options: {},
  filename: 'ranking.csv',
  size: 1_200,
  sha256: 'abc',
  counts: { items: 3 },
  losses: [{ what: 'pictures', count: 2 }],
};

function exporting(rows: unknown[] = [], schedules: unknown[] = []): Call[] {
  return serve(({ method, path }) => {
    if (path.endsWith('/exports/formats')) return { body: formats };
    if (path.endsWith('/items/count')) return { body: { count: 200, exact: true } };
    if (path.endsWith('/buckets')) return list(bucket);
    if (method === 'POST') return { status: 202, body: exported };
    if (path === '/projects/p1/exports') return list(...rows);
    if (path === '/projects/p1/schedules') return list(...schedules);
    return list();
  });
}
const make = (query = '') =>
  show(<Exports project={project} />, { path: `/demo/projects/p1/exports?new=1${query}` });

test('a format’s options are drawn from what it says of itself; one that does not fit says why', async () => {
  const calls = exporting();
  make();
  const coco = await screen.findByRole('radio', { name: /COCO/ });
  expect((coco as HTMLInputElement).disabled).toBe(true);
  expect(screen.getByText('Needs marked images.')).toBeTruthy();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Which question' }), 'safe');
  await user.click(screen.getByRole('checkbox', { name: 'Order' }));
  await user.click(screen.getByRole('switch', { name: 'Strict' }));
  await user.click(screen.getByRole('button', { name: 'Start export' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.body).toEqual({
    format: 'trl_preference',
    options: {
      question: 'safe',
      more: ['safe'],
      strict: true,
      margin: 1,
      answers: 'all',
      people: 'pseudonyms',
      split: null,
    },
  });
});

test('a split says how many items go where, and is not sent while it does not add up', async () => {
  const calls = exporting();
  make();
  await user.click(await screen.findByRole('switch', { name: /Split into train/ }));
  expect(
    await screen.findByText(/about 160 are to train on, 20 to validate with and 20 to test with/),
  ).toBeTruthy();
  const train = screen.getByRole('textbox', { name: 'Train' });
  await user.clear(train);
  await user.type(train, '50');
  expect(screen.getByText(/must add up to 100 %/)).toBeTruthy();
  expect((screen.getByRole('button', { name: 'Start export' }) as HTMLButtonElement).disabled).toBe(true);
  const test_ = screen.getByRole('textbox', { name: 'Test' });
  await user.clear(test_);
  await user.type(test_, '30');
  expect(screen.getByText(/about 120 are to train on/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Start export' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.body).toMatchObject({
    options: { split: { train: 0.6, validation: 0.1, test: 0.3, seed: '1' } },
  });
});

test('the items are those that the address asks for, until a filter is dropped', async () => {
  const calls = exporting();
  make('&state=done&gold=false&metadata.topic=science');
  expect(await screen.findByText('200 items as filtered.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /science/ }));
  await user.click(screen.getByRole('radio', { name: /CSV table/ }));
  await user.click(screen.getByRole('button', { name: 'Start export' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]?.body).toMatchObject({
    format: 'csv',
    options: { query: { state: 'done', gold: 'false' } },
  });
});

test('an export may be made again and again, and go to the client by itself', async () => {
  const calls = exporting();
  make();
  await user.selectOptions(await screen.findByRole('combobox', { name: 'How often' }), 'week');
  const goes = screen.getByRole('combobox', { name: 'Goes to' });
  await within(goes).findByRole('option', { name: 'Delivery' });
  await user.selectOptions(goes, 'b1');
  await user.click(screen.getByRole('button', { name: 'Save the schedule' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  const [made] = writes(calls);
  expect(made?.path).toBe('/projects/p1/schedules');
  expect(made?.body).toMatchObject({ format: 'trl_preference', every: 'week', hour: 3, bucket_id: 'b1' });
});

test('a file shows what it left out, and goes to the client’s bucket', async () => {
  const calls = exporting([exported]);
  show(<Exports project={project} />, { path: '/demo/projects/p1/exports' });
  expect(await screen.findByText('ranking.csv')).toBeTruthy();
  expect(screen.getByText('1 thing this format cannot hold')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Deliver' }));
  await user.type(await screen.findByRole('textbox', { name: 'Path' }), 'may/ranking.csv');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]).toMatchObject({
    path: '/exports/e1/deliveries',
    body: { bucket_id: 'b1', path: 'may/ranking.csv' },
  });
});

const release: Release = {
  ...exported,
  id: 'r2',
  number: 2,
  name: 'Second',
  state_of_release: 'offered',
  items: 10,
  annotations: 30,
  created_by: { name: 'Marco' },
  form_version: 2,
  guidelines_version: 1,
  agreement: [],
  comments: [],
} as unknown as Release;

function releasing(role: Role, state: Release['state_of_release']): Call[] {
  const calls = serve(({ method, path }) => {
    if (path === '/releases/r2') return { body: { ...release, state_of_release: state } };
    if (method === 'POST') return { body: { ...release, state_of_release: 'accepted' } };
    if (path === '/projects/p1/releases') return list({ ...release, state_of_release: state });
    if (path.endsWith('/exports/formats')) return { body: formats };
    return list();
  });
  show(<Releases project={project} />, { role, path: '/demo/projects/p1/releases?release=r2' });
  return calls;
}

test('a client accepts with a comment, and rejects only with one', async () => {
  const calls = releasing('client', 'offered');
  await user.click(await screen.findByRole('button', { name: 'Reject' }));
  expect(screen.getByText('Say why it is rejected.')).toBeTruthy();
  expect(writes(calls)).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: 'Comment' }), 'Good work.');
  await user.click(screen.getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]).toMatchObject({ path: '/releases/r2/accept', body: { comment: 'Good work.' } });
  // A client gets files, but makes and deletes nothing.
  expect(screen.queryByRole('button', { name: 'Make the file' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
});

test('an accepted release is locked for everybody', async () => {
  releasing('owner', 'accepted');
  expect(await screen.findByText(/It is locked/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull();
});

test('a file is made of the freeze, not of the project', async () => {
  const calls = releasing('manager', 'offered');
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Format' }), 'csv');
  await user.click(screen.getByRole('button', { name: 'Make the file' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(1));
  expect(writes(calls)[0]).toMatchObject({
    path: '/releases/r2/exports',
    body: { format: 'csv', options: {} },
  });
});

test('a bucket’s keys are never shown again, and stay where none is typed', async () => {
  const calls = serve(({ method, path }) => {
    if (method === 'PATCH' || path.endsWith('/check')) return { body: bucket };
    return list(bucket);
  });
  show(<Buckets client={{ id: 'c1', name: 'Northwind' } as Client} />);
  await user.click(await screen.findByRole('button', { name: 'Edit Delivery' }));
  const secret = screen.getByLabelText('Secret key') as HTMLInputElement;
  expect([secret.value, secret.type]).toEqual(['', 'password']);
  const name = screen.getByRole('textbox', { name: /^Name/ });
  await user.clear(name);
  await user.type(name, 'Out');
  await user.click(screen.getByRole('button', { name: 'Save and check' }));
  await waitFor(() => expect(writes(calls)).toHaveLength(2));
  const [saved, checked] = writes(calls);
  expect(saved?.body).toMatchObject({ name: 'Out' });
  expect(Object.keys(saved?.body as object)).not.toContain('secret_key');
  expect(Object.keys(saved?.body as object)).not.toContain('access_key');
  expect(checked?.path).toBe('/buckets/b1/check');
});
