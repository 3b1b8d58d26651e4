import './network';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import type { Project } from '../../src/api';
import { contested, differing, merged } from '../../src/manage/workflow/merge';
import { summaryOf, valueWords } from '../../src/manage/workflow/summary';
import type { Workflow } from '../../src/manage/workflow/types';
import { WorkflowSettings } from '../../src/manage/workflow/Workflow';
import { type Call, serve, show } from './helper';
import '../../src/manage/workflow/words';
import { i18n } from '../../src/i18n';

beforeEach(() => sessionStorage.clear());
const user = userEvent.setup();
const words = i18n.getFixedT('workflow');

const plain: Workflow = {
  mode: 'pool',
  most_overlap: null,
  enough_agreement: 0.8,
  stop: { by: 'agreement', confidence: 0.95 },
  resolve: { by: 'none', confidence: 0.95 },
  requeue_skips: true,
  languages: [],
  skills: [],
  review: { percent: 0, rules: [], blind: false, reasons: ['other'] },
  adjudication: { below: null, blind: true, reasons: ['ambiguous_item'] },
  gold: { onboarding: 0, percent: 0, feedback: 'none', gives: null },
  again: { percent: 0 },
};
const names = { skill: () => 'Medicine', member: () => 'Eve' };
const schedule = { overlap: 2, priority: 0, due_at: null };
const project = {
  id: 'p1',
  name: 'Ranking',
  client: { id: 'c1', name: 'Acme' },
  state: 'active',
  guidelines: '',
  guidelines_version: 1,
  suggestions: 'hidden',
  lease_minutes: 30,
  shuffle_responses: true,
  skip_reason_required: true,
  form_version: 1,
  created_at: '2026-11-01T00:00:00Z',
  etag: '"1"',
  ...schedule,
} as unknown as Project;

test('the summary says what the defaults come to', () => {
  expect(summaryOf(plain, schedule, words, names)).toEqual([
    'Anybody on the people list takes the next item.',
    'Each item gets 2 answers.',
    'What one person skips goes to somebody else.',
    'Nobody reviews the answers.',
    'Nobody settles disagreements.',
    'No gold items are mixed in.',
  ]);
});

test('the summary says everything that is set', () => {
  const full: Workflow = {
    ...plain,
    mode: 'mixed',
    most_overlap: 4,
    requeue_skips: false,
    languages: ['es'],
    skills: [{ skill: 's1', at_least: 0.5 }],
    review: {
      ...plain.review,
      percent: 10,
      blind: true,
      rules: [{ by: 'agreement', operator: '<', threshold: 0.6, member: null, percent: 100 }],
    },
    adjudication: { ...plain.adjudication, below: 0.6 },
    gold: {
      onboarding: 5,
      percent: 10,
      feedback: 'hints',
      gives: { skill: 's1', at_least: 0.8, after: 20, days: 365 },
    },
  };
  const plan = { overlap: 2, priority: 5, due_at: '2026-12-24T12:00:00Z' };
  expect(summaryOf(full, plan, words, names)).toEqual([
    'People get the items you assign to them first, then any that are left.',
    'Only people with Spanish and Medicine (50% or more) get work.',
    'Each item gets 2 answers and, while people agree less than 80%, one more at a time, up to 4.',
    "A skip counts as that person's answer.",
    "10% of each person's work is reviewed, more where a rule asks for it. Reviewers don't see whose it is.",
    'Items with less than 60% agreement go to an adjudicator, who decides.',
    "Everybody's first 5 items are gold, and 10% of the later ones.",
    '80% right after 20 gold items earns “Medicine” for 365 days.',
    'It is due on 24 Dec 2026.',
    'It comes before other projects.',
  ]);
});

test('one more person than usual is called that; a greatest number that adds nobody is not spoken of', () => {
  const said = (most_overlap: number) => summaryOf({ ...plain, most_overlap }, schedule, words, names)[1];
  expect(said(3)).toBe('Each item gets 2 answers, and one more if people agree less than 80%.');
  expect(said(2)).toBe('Each item gets 2 answers.');
});

test('what is certain enough, and what becomes of differences, is said in sentences', () => {
  const certain: Workflow = {
    ...plain,
    most_overlap: 5,
    stop: { by: 'posterior', confidence: 0.9 },
    resolve: { by: 'posterior', confidence: 0.95 },
  };
  const said = summaryOf(certain, schedule, words, names);
  expect(said).toContain(
    'Each item gets 2 answers and, until its answer is 90% probable, one more at a time, up to 5.',
  );
  expect(said).toContain('Where people differ, an answer that is 95% probable decides.');
  expect(said).toContain('What that leaves open stays without a final answer.');
  const decided: Workflow = {
    ...plain,
    resolve: { by: 'majority', confidence: 0.95 },
    adjudication: { ...plain.adjudication, below: 0.6 },
  };
  expect(summaryOf(decided, schedule, words, names)).toEqual(
    expect.arrayContaining([
      'Where people differ, their majority decides.',
      'An adjudicator settles what that leaves open.',
    ]),
  );
  expect(valueWords('resolve.by', 'majority', words, names)).toBe('The majority decides');
  expect(valueWords('stop.confidence', 0.9, words, names)).toBe('90%');
});

test('what two people changed is merged, mine first where both touched it', () => {
  const mine = { ...plain, mode: 'manual' as const, review: { ...plain.review, percent: 10 } };
  const theirs = {
    ...plain,
    requeue_skips: false,
    review: { ...plain.review, percent: 25, blind: true },
  };
  expect(differing(plain, mine)).toEqual(['mode', 'review.percent']);
  expect(contested(plain, mine, theirs)).toEqual(['review.percent']);
  expect(merged(plain, mine, theirs)).toEqual({
    ...plain,
    mode: 'manual',
    requeue_skips: false,
    review: { ...plain.review, percent: 10, blind: true },
  });
});

test('values are told in words', () => {
  expect(valueWords('adjudication.below', null, words, names)).toBe('off');
  expect(valueWords('review.percent', 25, words, names)).toBe('25%');
  expect(valueWords('languages', ['es', 'pt-BR'], words, names)).toBe('Spanish and Brazilian Portuguese');
  expect(valueWords('review.reasons', ['careless', 'Our own'], words, names)).toBe('Careless and Our own');
  expect(valueWords('skills', [], words, names)).toBe('none');
});

type Server = { workflow: Workflow; etag: string; refuse?: object };
/** Workflow and project under one ETag, as the server keeps them. */
const server = (state: Server, more: (call: Call) => object | null = () => null) =>
  serve((call) => {
    const { method, path, headers, body } = call;
    const answer = more(call);
    if (answer) return answer;
    if (path === '/skills')
      return { body: { results: [{ id: 's1', name: 'Medicine', kind: 'skill' }], next: null } };
    if (path === '/members') return { body: { results: [], next: null } };
    if (method === 'GET' && path.endsWith('/workflow'))
      return { body: state.workflow, headers: { ETag: state.etag } };
    if (method === 'GET') return { body: { ...project, etag: state.etag } };
    if (headers.get('If-Match') !== state.etag)
      return { status: 412, body: { type: 'stale', title: 'Stale' } };
    if (state.refuse) return { status: 400, body: { title: 'No', errors: [], ...state.refuse } };
    state.etag = `"${Number(state.etag.replaceAll('"', '')) + 1}"`;
    if (method === 'PUT') {
      state.workflow = body as Workflow;
      return { body: state.workflow, headers: { ETag: state.etag } };
    }
    return { body: { ...project, ...(body as object), etag: state.etag } };
  });
const saved = () => waitFor(() => expect(screen.queryByRole('button', { name: 'Save changes' })).toBeNull());
const writes = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET');

test('workflow and schedule are saved one after the other, under what the first made of the ETag', async () => {
  const own = { ...project, id: 'save' };
  const calls = server({ workflow: plain, etag: '"1"' });
  show(<WorkflowSettings project={own} />);
  await user.click(await screen.findByRole('radio', { name: /Only items that you assign/ }));
  const overlap = screen.getByRole('textbox', { name: 'People per item' });
  await user.clear(overlap);
  await user.type(overlap, '3');
  expect(screen.getByText('Each item gets 3 answers.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await saved();
  const [put, patch] = writes(calls);
  expect([put?.method, put?.headers.get('If-Match'), (put?.body as Workflow | undefined)?.mode]).toEqual([
    'PUT',
    '"1"',
    'manual',
  ]);
  expect([patch?.method, patch?.headers.get('If-Match'), patch?.body]).toEqual([
    'PATCH',
    '"2"',
    { overlap: 3 },
  ]);
});

test('after a collision the page says what changed, and keeps both', async () => {
  const own = { ...project, id: 'collide' };
  const state: Server = { workflow: plain, etag: '"1"' };
  const calls = server(state);
  show(<WorkflowSettings project={own} />);
  const share = await screen.findByRole('textbox', { name: /Share of each person/ });
  await user.clear(share);
  await user.type(share, '10');
  state.workflow = { ...plain, review: { ...plain.review, percent: 25, blind: true } };
  state.etag = '"5"';
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  const told = (await screen.findByText(/Somebody else changed/)).closest('[role=status]') as HTMLElement;
  expect(within(told).getByText(/Share reviewed: 0% → 25%/).textContent).toContain('You changed this too.');
  expect(within(told).getByText(/Names hidden from reviewers: off → on/)).toBeTruthy();
  await user.click(within(told).getByRole('button', { name: /Keep both/ }));
  await waitFor(() => expect(screen.queryByText(/Somebody else changed/)).toBeNull());
  const last = writes(calls).at(-1);
  expect(last?.headers.get('If-Match')).toBe('"5"');
  expect((last?.body as Workflow | undefined)?.review).toMatchObject({ percent: 10, blind: true });
});

test('an ETag that changed for other reasons is no collision', async () => {
  const own = { ...project, id: 'renamed' };
  const state: Server = { workflow: plain, etag: '"1"' };
  const calls = server(state);
  show(<WorkflowSettings project={own} />);
  await user.click(await screen.findByRole('radio', { name: /Count it as their answer/ }));
  state.etag = '"7"';
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await saved();
  expect(writes(calls).map(({ headers }) => headers.get('If-Match'))).toEqual(['"1"', '"7"']);
  expect(screen.queryByText(/Somebody else changed/)).toBeNull();
});

test('a refusal stands at its field, or below when no field has it', async () => {
  const own = { ...project, id: 'refused' };
  const refuse = {
    errors: [
      { pointer: '/adjudication/below', detail: 'must be a number from 0 to 1, or null' },
      { pointer: '/surprise', detail: 'is unknown' },
    ],
  };
  server({ workflow: plain, etag: '"1"', refuse });
  show(<WorkflowSettings project={own} />);
  await user.click(await screen.findByRole('switch', { name: /Send disagreements/ }));
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  const field = await screen.findByRole('textbox', { name: /Agreement below/ });
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getByText('must be a number from 0 to 1, or null')).toBeTruthy();
  expect(screen.getByText('surprise: is unknown')).toBeTruthy();
});

test('raising the overlap takes the greatest number along', async () => {
  const own = { ...project, id: 'raise' };
  server({ workflow: { ...plain, most_overlap: 3 }, etag: '"1"' });
  show(<WorkflowSettings project={own} />);
  const overlap = await screen.findByRole('textbox', { name: 'People per item' });
  await user.clear(overlap);
  await user.type(overlap, '5');
  expect((screen.getByRole('textbox', { name: 'At most this many people' }) as HTMLInputElement).value).toBe(
    '6',
  );
});

test('reasons are added by Enter without saving the page, and taken away', async () => {
  const own = { ...project, id: 'reasons' };
  const calls = server({ workflow: plain, etag: '"1"' });
  show(<WorkflowSettings project={own} />);
  await user.type(
    await screen.findByRole('textbox', { name: 'New reason for: Reasons to choose from' }),
    'Too short{Enter}',
  );
  expect(screen.getByText('Too short')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Remove “Other”' }));
  expect(writes(calls)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await saved();
  expect((writes(calls)[0]?.body as Workflow | undefined)?.review.reasons).toEqual(['Too short']);
});

test('a probability may decide when to stop and what is right; its confidence is asked for only then', async () => {
  const own = { ...project, id: 'certain' };
  const calls = server({ workflow: { ...plain, most_overlap: 4 }, etag: '"1"' });
  show(<WorkflowSettings project={own} />);
  await user.click(await screen.findByRole('radio', { name: /The answer is certain enough/ }));
  expect(screen.getAllByRole('textbox', { name: 'Certain enough from' })).toHaveLength(1);
  await user.click(screen.getByRole('radio', { name: /The probable answer decides/ }));
  const [, decide] = screen.getAllByRole('textbox', { name: 'Certain enough from' });
  await user.clear(decide as HTMLElement);
  await user.type(decide as HTMLElement, '80');
  await user.click(screen.getByRole('switch', { name: /Send what that leaves open/ }));
  expect(screen.queryByRole('textbox', { name: 'Agreement below' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await saved();
  expect(writes(calls)[0]?.body).toMatchObject({
    stop: { by: 'posterior', confidence: 0.95 },
    resolve: { by: 'posterior', confidence: 0.8 },
    adjudication: { below: 0.6 },
  });
});

test('it is said beforehand how many finished items are looked at again, and then how far that is', async () => {
  const own = { ...project, id: 'again' };
  let latest: object | null = null;
  server({ workflow: plain, etag: '"1"' }, ({ path, method }) => {
    if (path.endsWith('/workflow/settling')) return { body: { items: 1200, latest } };
    if (method === 'PUT')
      latest = { state: 'running', done: 300, total: 1200, changed: 70, eta: null, error: null };
    return null;
  });
  show(<WorkflowSettings project={own} />);
  await user.click(await screen.findByRole('radio', { name: /Count it as their answer/ }));
  expect(screen.queryByText(/will be looked at again/)).toBeNull();
  await user.click(screen.getByRole('radio', { name: /The majority decides/ }));
  expect(await screen.findByText(/1,200 finished items will be looked at again/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await saved();
  expect(await screen.findByText(/300 of 1,200, 70 of them decided otherwise/)).toBeTruthy();
});

test('what came of looking again stays to be read, and what went wrong says what can be done', async () => {
  const over = { eta: null, error: null, total: 1200, changed: 1, finished_at: '2026-11-22T12:00:00Z' };
  for (const [latest, words] of [
    [{ ...over, state: 'done', done: 1200 }, /1,200 items were looked at\. 1 was decided otherwise\./],
    [{ ...over, state: 'failed', done: 300 }, /300 of 1,200 items were looked at, then something went wrong/],
  ] as const) {
    server({ workflow: plain, etag: '"1"' }, ({ path }) =>
      path.endsWith('/workflow/settling') ? { body: { items: 0, latest } } : null,
    );
    const { unmount } = show(<WorkflowSettings project={project} />);
    expect(await screen.findByText(words)).toBeTruthy();
    unmount();
  }
});
