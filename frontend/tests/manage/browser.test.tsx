import './network';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { Project, Role } from '../../src/api';
import { Items } from '../../src/manage/items/Items';
import { preferences } from '../../src/ui/preferences';
import { type Call, serve, show } from './helper';

const user = userEvent.setup();
const project = { id: 'p1', name: 'Ranking', overlap: 2, state: 'active' } as Project;
const ITEMS = '/projects/p1/items';

const item = (number: number, more = {}) => ({
  id: `i${number}`,
  position: number,
  external_id: `row-${number}`,
  state: 'open',
  excerpt: `Prompt ${number}`,
  submitted: 1,
  overlap: 2,
  agreement: null,
  priority: 0,
  due_at: null,
  gold: false,
  created_at: '2026-11-01T00:00:00Z',
  ...more,
});
const own = {
  id: 'v1',
  name: 'Disputed',
  query: { agreement: '..0.5' },
  shared: false,
  mine: true,
  member: { id: 'm1', name: 'Ada' },
};
const others = {
  id: 'v2',
  name: 'Late',
  query: { sort: 'due' },
  shared: true,
  member: { id: 'm2', name: 'Bo' },
};

type Server = {
  rows?: unknown[];
  report?: unknown;
  views?: unknown[];
  next?: string | null;
  count?: unknown;
};

/** A server with a hundred items. Answers pages by their cursor. */
function server({ rows, report, views = [own, others], next = null, count }: Server = {}): Call[] {
  const hundred = Array.from({ length: 100 }, (_, at) => item(at + 1));
  return serve(({ method, path, query, body }) => {
    if (path === ITEMS) {
      const page = query.get('cursor') ? [item(101)] : (rows ?? hundred);
      return { body: { results: page, next: query.get('cursor') ? null : next } };
    }
    if (/items.i\d+$/.test(path))
      return { body: item(3, { content: { prompt: { text: 'Hello' } }, metadata: {} }) };
    if (path === `${ITEMS}/count`) return { body: count ?? { count: 250, exact: true } };
    if (path === `${ITEMS}/actions`) return { body: report ?? { changed: 2, skipped: [] } };
    if (path === '/projects/p1/views')
      return method === 'POST'
        ? {
            status: 201,
            body: { ...(body as object), id: 'v9', mine: true, member: { id: 'm1', name: 'Ada' } },
          }
        : { body: { results: views, next: null } };
    if (path === '/projects/p1/people')
      return {
        body: {
          results: [
            { member: { id: 'm3', name: 'Cleo', email: 'c@x', role: 'annotator' }, annotate: true },
            {
              member: { id: 'm4', name: 'Dan', email: 'd@x', role: 'annotator' },
              annotate: true,
              not_eligible: 'Not cleared',
            },
          ],
          next: null,
        },
      };
    if (path.endsWith('/progress')) return { body: { states: { open: 240, done: 10, gold: 3 } } };
    return { body: { results: [], next: null, form: {}, questions: [], shows: ['responses'] } };
  });
}
const asked = (calls: Call[]) =>
  calls
    .filter(({ path, method }) => path === ITEMS && method === 'GET')
    .map(({ query }) => Object.fromEntries(query));
const posted = (calls: Call[], path: string) =>
  calls.filter((call) => call.method === 'POST' && call.path === path).map(({ body }) => body);
const browse = (at = '', role: Role = 'owner') =>
  show(<Items project={project} />, { path: `/demo/projects/p1/items${at}`, role });
const row = async (number: number) => screen.findByRole('row', { name: new RegExp(`row-${number}\\b`) });

beforeEach(() => preferences.set({ single_keys: true }));

test('the address says what is asked for, and what is pressed goes into the address', async () => {
  const calls = server();
  const { history } = browse('?state=open&metadata.split=train&sort=-due');
  await row(1);
  expect(asked(calls)[0]).toEqual({ state: 'open', 'metadata.split': 'train', sort: '-due', limit: '100' });
  expect(screen.getByText('split = train')).toBeTruthy();
  expect(screen.getByRole('columnheader', { name: 'Due' }).getAttribute('aria-sort')).toBe('descending');
  await user.click(screen.getByRole('button', { name: 'Agreement' }));
  await user.click(screen.getByRole('button', { name: /^Gold/ }));
  await user.click(screen.getByRole('button', { name: 'Drop the filter split = train' }));
  expect(history.at(-1)).toBe('/demo/projects/p1/items?state=gold&sort=agreement');
  await waitFor(() =>
    expect(asked(calls).at(-1)).toEqual({ state: 'gold', sort: 'agreement', limit: '100' }),
  );
});

test('words are looked for when typing rests', async () => {
  const calls = server();
  browse();
  await row(1);
  await user.keyboard('/');
  await user.keyboard('cat');
  await waitFor(() => expect(asked(calls).at(-1)).toMatchObject({ q: 'cat' }));
  expect(asked(calls).filter(({ q }) => q)).toHaveLength(1);
});

test('a filter that the server refuses can be put right', async () => {
  serve(({ path, query }) => {
    if (path === ITEMS && query.get('q'))
      return { status: 400, body: { title: 'Invalid', detail: 'Holds no word to look for.' } };
    return {
      body: {
        results: path === ITEMS ? [item(1)] : [],
        next: null,
        count: 1,
        exact: true,
        shows: ['image'],
        questions: [],
      },
    };
  });
  browse('?q=%3F');
  expect(await screen.findByText(/Holds no word/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await row(1);
});

test('only rows near the window exist, and the next page comes by itself', async () => {
  const calls = server({ next: 'more' });
  browse();
  await row(1);
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(await screen.findByText('250 items')).toBeTruthy();
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('251');
  fireEvent.scroll(window);
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(asked(calls).at(-1)).toMatchObject({ cursor: 'more' }));
});

test('rows are moved through, ticked and opened by keys', async () => {
  server();
  const { history } = browse();
  await row(1);
  await user.keyboard('jjx');
  expect((await row(2)).getAttribute('aria-selected')).toBe('true');
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(screen.getByText('3 selected')).toBeTruthy();
  await user.keyboard('k{Enter}');
  expect(history.at(-1)).toContain('item=i3');
});

test('single keys keep still where they are switched off; arrows of the list do not', async () => {
  server();
  act(() => preferences.set({ single_keys: false }));
  browse();
  await row(1);
  await user.keyboard('jx');
  expect(screen.queryByText('1 selected')).toBeNull();
  screen.getByRole('grid').focus();
  await user.keyboard('{ArrowDown} ');
  expect(screen.getByText('1 selected')).toBeTruthy();
});

test('a tick with Shift reaches from the last one; all that match are chosen by what matches', async () => {
  const calls = server();
  browse('?state=open');
  await row(1);
  await user.click(screen.getByRole('checkbox', { name: 'Select Item 2' }));
  await user.keyboard('{Shift>}');
  await user.click(screen.getByRole('checkbox', { name: 'Select Item 5' }));
  await user.keyboard('{/Shift}');
  expect(screen.getByText('4 selected')).toBeTruthy();
  await user.click(screen.getByRole('checkbox', { name: 'Select all items shown' }));
  await user.click(screen.getByRole('button', { name: 'Select all 250 that match' }));
  const bar = within(screen.getByRole('region', { name: 'Selected items' }));
  await user.click(bar.getByRole('button', { name: 'Priority' }));
  await user.click(screen.getByRole('radio', { name: 'Urgent' }));
  await user.click(screen.getByRole('button', { name: 'Set priority' }));
  await waitFor(() =>
    expect(posted(calls, `${ITEMS}/actions`)).toEqual([
      { action: 'prioritise', items: { query: { state: 'open' } }, settings: { priority: 2 } },
    ]),
  );
});

test('what was changed and what was left is told, with the reason', async () => {
  const calls = server({ report: { changed: 3, skipped: [{ because: 'no_free_place', count: 2 }] } });
  browse();
  await row(1);
  await user.click(screen.getByRole('checkbox', { name: 'Select Item 1' }));
  await user.click(screen.getByRole('button', { name: 'Assign' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText('Not cleared')).toBeTruthy();
  expect((dialog.getByRole('button', { name: 'Assign' }) as HTMLButtonElement).disabled).toBe(true);
  await user.click(dialog.getByRole('checkbox', { name: 'Cleo' }));
  await user.click(dialog.getByRole('radio', { name: /All to each/ }));
  await user.click(dialog.getByRole('button', { name: 'Assign' }));
  expect(await screen.findByText('3 places kept for them')).toBeTruthy();
  expect(screen.getByText(/have no free place/).textContent).toBe('2 have no free place');
  expect(posted(calls, `${ITEMS}/actions`)).toEqual([
    {
      action: 'assign',
      items: { ids: ['i1'] },
      settings: { member_ids: ['m3'], how: 'each', per_item: null },
    },
  ]);
  await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
  expect(screen.queryByText('1 selected')).toBeNull();
});

test('people are kept off the items that are chosen', async () => {
  const calls = server();
  browse();
  await row(1);
  await user.click(screen.getByRole('checkbox', { name: 'Select Item 1' }));
  await user.click(screen.getByRole('button', { name: 'Keep people off', hidden: true }));
  const dialog = within(await screen.findByRole('dialog'));
  const send = dialog.getByRole('button', { name: 'Keep them off' }) as HTMLButtonElement;
  expect(send.disabled).toBe(true);
  await user.click(await dialog.findByRole('checkbox', { name: 'Cleo' }));
  await user.click(send);
  await waitFor(() =>
    expect(posted(calls, `${ITEMS}/actions`)).toEqual([
      { action: 'exclude', items: { ids: ['i1'] }, settings: { member_ids: ['m3'] } },
    ]),
  );
});

test('views are picked, saved and shared', async () => {
  const calls = server();
  const { history } = browse('?state=open');
  await row(1);
  await user.click(await screen.findByRole('button', { name: 'Disputed', hidden: true }));
  expect(history.at(-1)).toBe('/demo/projects/p1/items?agreement=..0.5&view=v1');
  expect(screen.getByText('Agreement: up to 50 %')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save as a new view…', hidden: true }));
  await user.type(screen.getByRole('textbox', { name: /Name/ }), 'Mine');
  await user.click(screen.getByRole('switch', { name: /Share/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(posted(calls, '/projects/p1/views')).toEqual([
      { name: 'Mine', shared: true, query: { agreement: '..0.5' } },
    ]),
  );
  expect(history.at(-1)).toContain('view=v9');
});

test('reviewers read; they are offered nothing that would be refused', async () => {
  const calls = server();
  browse('', 'reviewer');
  await row(1);
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(calls.some(({ path }) => path.endsWith('/people'))).toBe(false);
});

test('a project without items says how they come', async () => {
  server({ rows: [] });
  browse();
  expect(await screen.findByText('No items yet')).toBeTruthy();
});

test('a filter that finds nothing says so, and is dropped by one press', async () => {
  server({ rows: [], count: { count: 0, exact: true } });
  const { history } = browse('?q=zebra');
  expect(await screen.findByText('No item matches')).toBeTruthy();
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' }).at(-1) as HTMLElement);
  expect(history.at(-1)).toBe('/demo/projects/p1/items');
});
