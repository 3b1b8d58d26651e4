import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Form, Project } from '../../src/api';
import { ClientPage } from '../../src/manage/clients/ClientPage';
import { FromAnswers } from '../../src/manage/prompts/FromAnswers';
import { asked as dialogue } from '../helpers/dialogue';
import { formOf, why } from '../helpers/forms';
import { type Call, serve, show } from './helper';

const user = userEvent.setup();
const client = { id: 'c1', name: 'Acme', projects: 2, created_at: '2026-11-01T00:00:00Z', etag: '1' };
const project = (id: string, name: string, more = {}) => ({
  id,
  name,
  client: { id: 'c1', name: 'Acme' },
  state: 'active',
  ...more,
});
const PROJECTS = [
  project('p1', 'Writing'),
  project('p2', 'Ranking'),
  project('p3', 'Old', { state: 'finished' }),
  project('p4', 'Elsewhere', { client: { id: 'c2', name: 'Other' } }),
];
const made = {
  created: 3,
  updated: 0,
  unchanged: 0,
  skipped: [{ because: 'not_fitting', count: 2 }],
  detail: '/responses is missing',
};

function server(): Call[] {
  return serve(({ method, path }) => {
    if (method === 'POST') return { status: 201, body: made };
    if (path === '/clients') return { body: { results: [client], next: null } };
    if (path === '/projects') return { body: { results: PROJECTS, next: null } };
    if (path.endsWith('/prompts'))
      return {
        body: {
          results: [
            {
              key: 'a',
              text: 'How do tides work?',
              projects: PROJECTS.slice(0, 2),
              count: 12,
              item_id: 'i1',
            },
            {
              key: 'b',
              text: 'A long one. '.repeat(60),
              projects: PROJECTS.slice(0, 1),
              count: 1,
              item_id: 'i2',
            },
          ],
          next: null,
        },
      };
    return { body: { results: [], next: null } };
  });
}
const posted = (calls: Call[]) =>
  calls.filter(({ method }) => method === 'POST').map(({ path, body }) => ({ path, body }));

test('a client’s prompts are listed once each, and a sample of those that were found goes into a project', async () => {
  const calls = server();
  show(<ClientPage id="c1" section="prompts" />, { path: '/demo/clients/c1/prompts?q=tides' });
  expect(await screen.findByText('asked in 12 items · Writing, Ranking')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Show all' }).getAttribute('aria-expanded')).toBe('false');
  await user.click(screen.getByRole('button', { name: 'Use in a project' }));
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByText(/Out of the prompts with “tides”/)).toBeTruthy();
  expect(dialog.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['Writing', 'Ranking']);
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Into' }), 'Ranking');
  await user.click(dialog.getByRole('button', { name: 'Add them' }));
  await waitFor(() =>
    expect(posted(calls)).toEqual([
      {
        path: '/clients/c1/prompts/sample',
        body: { filter: { q: 'tides' }, count: 100, seed: '1', into: { project_id: 'p2' } },
      },
    ]),
  );
  expect(await screen.findByText('3 items added to Ranking')).toBeTruthy();
  expect(screen.getByText(/do not fit the project/).textContent).toMatch(/^2 /);
  expect(screen.getByText(/responses is missing/)).toBeTruthy();
});

test('what people wrote becomes items of another project of the same client', async () => {
  const calls = server();
  const form = { ...formOf(why, dialogue()), shows: ['prompt'] } as Form;
  show(<FromAnswers project={PROJECTS[0] as Project} form={form} onClose={() => {}} />);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Answers to' }), 'Write a dialogue');
  await user.click(screen.getByRole('radio', { name: 'One of its turns' }));
  const into = await screen.findByRole('combobox', { name: /Into/ });
  expect(
    within(into)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['Ranking']);
  await user.click(screen.getByRole('button', { name: 'Make items' }));
  await waitFor(() =>
    expect(posted(calls)).toEqual([
      { path: '/projects/p2/items/from-answers', body: { project_id: 'p1', question: 'talk', turn: 0 } },
    ]),
  );
  expect(await screen.findByRole('link', { name: 'See the items of Ranking' })).toBeTruthy();
});
