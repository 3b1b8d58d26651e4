import './network';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { Project } from '../../src/api';
import { Models } from '../../src/manage/models/Models';
import { Standing } from '../../src/manage/standing/Standing';
import { serve, show } from './helper';

const project = { id: 'p1' } as Project;
const computing = { status: 202, body: { state: 'computing', annotations: 300_000, seconds: 95 } };
const nothing = { body: { results: [], next: null, questions: [] } };
const person = { member: { id: 'anna', name: 'Anna' }, annotations: 40, median_seconds: 30, figures: [] };
const kept = {
  counted_at: '2026-11-22T14:05:00Z',
  answers_since: 0,
  being_worked_out: false,
  usual_seconds: { p5: 8, median: 41 },
  people: [person],
  pairs: [],
};
const models = { ...kept, models: [], questions: [], rates: [], rate_changes: [], scores: [] };

it('says of how many answers figures are being worked out, asks again by itself, and tells that they are there', async () => {
  let ready = false;
  serve(({ path }) => (path.endsWith('/people/quality') ? (ready ? { body: kept } : computing) : nothing));
  show(<Standing project={project} />);
  await screen.findByText('The figures are being worked out');
  const status = screen.getAllByRole('status').find((each) => each.textContent?.includes('worked out'));
  expect(status?.textContent).toMatch(/300,000 answers.*1 min 35 sec/);
  ready = true;
  await screen.findByRole('button', { name: 'Figures of Anna' }, { timeout: 5_000 });
  expect(screen.queryByText('The figures are being worked out')).toBeNull();
  expect(status?.textContent).toContain('As of 22 Nov 2026');
});

it('shows the models of a large project once they are worked out', async () => {
  serve(({ path }) => (path.endsWith('/models') ? computing : nothing));
  show(<Models project={project} />);
  await screen.findByText('The figures are being worked out');
});

it('has newer figures worked out where answers have come since, and shows them', async () => {
  let state = { answers_since: 120, being_worked_out: false };
  const calls = serve(({ path, method }) => {
    if (!path.endsWith('/models')) return nothing;
    if (method === 'GET') return { body: { ...models, ...state } };
    state = { answers_since: 120, being_worked_out: true };
    return computing;
  });
  show(<Models project={project} />);
  await screen.findByText(/120 answers since\./);
  await userEvent.click(screen.getByRole('button', { name: 'Work out anew' }));
  await screen.findByText(/Newer figures are being worked out\./);
  expect(screen.queryByRole('button', { name: 'Work out anew' })).toBeNull();
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(calls.find(({ method }) => method === 'POST')?.headers.get('Idempotency-Key')).toBeTruthy();
  state = { answers_since: 0, being_worked_out: false };
  await waitFor(() => expect(screen.queryByText(/Newer figures/)).toBeNull(), { timeout: 5_000 });
  expect(screen.queryByText(/answers since/)).toBeNull();
});

it('asks no more once figures are there, and offers nothing where nothing has come since', async () => {
  const calls = serve(({ path }) => (path.endsWith('/people/quality') ? { body: kept } : nothing));
  show(<Standing project={project} />);
  await screen.findByRole('button', { name: 'Figures of Anna' });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(calls.filter(({ path }) => path.endsWith('/people/quality'))).toHaveLength(1);
  expect(screen.queryByRole('button', { name: 'Work out anew' })).toBeNull();
});
