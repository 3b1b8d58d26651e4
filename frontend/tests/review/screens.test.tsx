import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import Adjudicate from '../../src/adjudicate/Adjudicate';
import { loadKinds } from '../../src/questions/kinds';
import { Opinions } from '../../src/queue/opinions';
import OwnVerdicts from '../../src/review/OwnVerdicts';
import Review from '../../src/review/Review';
import { contentOf, formOf, order, quality, why } from '../helpers/forms';
import { type Call, serve, show } from '../manage/helper';

const form = formOf(order, quality, why);
const content = contentOf(2);
beforeAll(async () => {
  await loadKinds(form);
  Element.prototype.scrollIntoView ??= () => {};
});

// A desk lives as long as the page, so every test works in items of its own.
let count = 0;
let ids: { a: string; b: string; item: string };
beforeEach(() => {
  count++;
  ids = { a: `a${count}`, b: `b${count}`, item: `i${count}` };
});

const answers = (first: string, second: string, rating: number) => [
  { question: 'order', on: 'item', value: { ranks: [[first], [second]] } },
  { question: 'quality', on: 'item', value: { rating } },
];
const annotation = (id: string, name: string, given: ReturnType<typeof answers>) => ({
  id,
  revision: 1,
  answers: given,
  own_answers: null,
  form_version: 1,
  seconds: 75,
  submitted_at: '2026-11-01T00:00:00Z',
  member: { id: name, name },
  agreement: 0.5,
  verdicts: [],
});
const shared = () => ({
  item: { id: ids.item, external_id: 'x', agreement: 0.4 },
  project: { id: 'p1', name: 'Sky' },
  form,
  content,
  assets: {},
  guidelines: '',
  lease_until: '2099-01-01T00:00:00Z',
  agreement: { mean: 0.4, by_question: { order: 0, quality: 0.8 } },
});
const toReview = () => ({
  ...shared(),
  reasons: ['careless', 'other'],
  reviews: [
    {
      assignment_id: ids.a,
      annotation: annotation(`n-${ids.a}`, 'Anna', answers('r1', 'r2', 4)),
      comments: [],
    },
    {
      assignment_id: ids.b,
      annotation: annotation(`n-${ids.b}`, 'Ben', answers('r2', 'r1', 3)),
      comments: [],
    },
  ],
  others: [],
});
const toSettle = () => ({
  ...shared(),
  reasons: ['ambiguous_item'],
  assignment_id: ids.a,
  suggestions: [],
  annotations: [
    { id: 'n1', member: null, pseudonym: 'A', answers: answers('r1', 'r2', 4), seconds: 60, verdict: '' },
    { id: 'n2', member: null, pseudonym: 'B', answers: answers('r2', 'r1', 2), seconds: 60, verdict: '' },
  ],
});

/** A server that gives out the work once, and takes whatever is decided. */
function office(work: object, refuse = false): Call[] {
  let given = false;
  return serve(({ path }) => {
    if (path.endsWith('/claim')) {
      const results = given ? [] : [work];
      given = true;
      return { body: { results } };
    }
    if (path === '/projects') return { body: { results: [], next: null } };
    if (refuse && /verdict|resolution/.test(path))
      return { status: 409, body: { type: 'review-closed', title: 'This review is no longer yours' } };
    return { body: { id: 'x' } };
  });
}
// What an earlier test left to be sent may come in between.
const sent = (calls: Call[], what: string) =>
  calls.filter(({ path }) => [ids.a, ids.b, 'v1'].some((id) => path.endsWith(`/${id}/${what}`)));
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const reviewing = async () => {
  show(<Review />, { role: 'reviewer', path: '/demo/review/p1' });
  await screen.findByRole('heading', { name: '2 answers to judge' });
};

test('A accepts, the next answers come up, and after the last the item is gone', async () => {
  const calls = office(toReview());
  await reviewing();
  press('a');
  await waitFor(() => expect(sent(calls, 'verdict')).toHaveLength(1));
  expect(sent(calls, 'verdict')[0]?.body).toMatchObject({ verdict: 'accepted', revision: 1 });
  expect(sent(calls, 'verdict')[0]?.path).toBe(`/assignments/${ids.a}/verdict`);
  expect(sent(calls, 'verdict')[0]?.headers.get('Idempotency-Key')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Ben/ }).getAttribute('aria-pressed')).toBe('true');
  press('a');
  await screen.findByRole('heading', { name: 'All reviewed' });
  expect(screen.getByText('You judged 2 answers on this page.')).toBeTruthy();
});

test('the most disputed question stands first, and everybody’s orders stand side by side', async () => {
  office(toReview());
  await reviewing();
  const titles = screen.getAllByRole('heading', { level: 3 }).map((each) => each.textContent);
  expect(titles.slice(-2)).toEqual(['Order', 'Quality']);
  const orders = within(screen.getByRole('group', { name: 'Order' }));
  expect(orders.getAllByRole('columnheader').map((each) => each.textContent)).toEqual([
    'Rank',
    '1Anna',
    '2Ben',
    'Together',
  ]);
});

test('returning asks for a reason or words, and sends both', async () => {
  const user = userEvent.setup();
  const calls = office(toReview());
  await reviewing();
  press('r');
  await user.click(screen.getByRole('button', { name: /^Return to the author/ }));
  expect(screen.getByRole('alert').textContent).toContain('Choose a reason or write a comment');
  await user.click(screen.getByRole('radio', { name: /Careless/ }));
  await user.type(screen.getByRole('textbox', { name: /Comment for the author/ }), 'Look again.');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent(calls, 'verdict')).toHaveLength(1));
  expect(sent(calls, 'verdict')[0]?.body).toMatchObject({
    verdict: 'returned',
    reason: 'careless',
    comment: 'Look again.',
  });
});

test('rejecting is final, so it is asked once more', async () => {
  const user = userEvent.setup();
  const calls = office(toReview());
  await reviewing();
  press('x');
  await user.click(screen.getByRole('radio', { name: /Other/ }));
  await user.keyboard('{Control>}{Enter}{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Reject these answers?' });
  expect(sent(calls, 'verdict')).toHaveLength(0);
  await user.click(within(dialog).getByRole('button', { name: 'Reject for good' }));
  await waitFor(() => expect(sent(calls, 'verdict')[0]?.body).toMatchObject({ verdict: 'rejected' }));
});

test('a remark is about the question at hand and goes with whatever verdict comes', async () => {
  const user = userEvent.setup();
  const calls = office(toReview());
  await reviewing();
  press('c');
  await user.type(await screen.findByRole('textbox', { name: 'Remark' }), 'Why so?');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(screen.getByRole('list', { name: '1 remark' }).textContent).toContain('Why so?');
  press('a');
  await waitFor(() => expect(sent(calls, 'verdict')).toHaveLength(1));
  expect(sent(calls, 'verdict')[0]?.body).toMatchObject({
    comments: [{ text: 'Why so?', anchor: { question: 'order', on: 'item' } }],
  });
});

test('what was begun is on this machine until it is sent', async () => {
  const user = userEvent.setup();
  office(toReview());
  await reviewing();
  press('r');
  await user.type(screen.getByRole('textbox', { name: /Comment for the author/ }), 'Half a sen');
  const kept = new Opinions<{ comment: string }>({ user: 'u1', organisation: 'demo' });
  await vi.waitFor(async () => expect((await kept.load(ids.a))?.comment).toBe('Half a sen'));
  await user.type(screen.getByRole('textbox', { name: /Comment for the author/ }), 'tence.');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await vi.waitFor(async () =>
    expect(await new Opinions({ user: 'u1', organisation: 'demo' }).load(ids.a)).toBeUndefined(),
  );
});

test('a correction begins with the author’s answers, and shows what changes before it goes', async () => {
  const user = userEvent.setup();
  const calls = office(toReview());
  await reviewing();
  press('e');
  await screen.findByRole('heading', { name: 'Correcting Anna' });
  const field = await screen.findByRole('radio', { name: /^2/, checked: false });
  await user.click(field);
  press('Enter', { ctrlKey: true });
  const dialog = await screen.findByRole('dialog', { name: 'What you change' });
  expect(dialog.querySelector('del')?.textContent).toContain('4');
  expect(dialog.querySelector('ins')?.textContent).toContain('2');
  await user.click(within(dialog).getByRole('radio', { name: /Careless/ }));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(sent(calls, 'verdict')).toHaveLength(1));
  expect(sent(calls, 'verdict')[0]?.body).toMatchObject({
    verdict: 'corrected',
    answers: [
      { question: 'order', on: 'item', value: { ranks: [['r1'], ['r2']] } },
      { question: 'quality', on: 'item', value: { rating: 2 } },
    ],
  });
});

test('all answers of an item are accepted at once', async () => {
  const user = userEvent.setup();
  const calls = office(toReview());
  await reviewing();
  await user.click(screen.getByRole('button', { name: /Accept all 2/ }));
  await waitFor(() => expect(sent(calls, 'verdict')).toHaveLength(2));
  await screen.findByRole('heading', { name: 'All reviewed' });
});

test('what the server refuses is kept with its words, and says why', async () => {
  const user = userEvent.setup();
  office(toReview(), true);
  await reviewing();
  press('a');
  await user.click(await screen.findByRole('button', { name: 'See why' }));
  expect((await screen.findByRole('dialog')).textContent).toContain('This review is no longer yours');
});

test('an item nobody is allowed to judge offers a way out', async () => {
  serve(({ path }) =>
    path.endsWith('/claim')
      ? { status: 403, body: { type: 'x', title: 'You don’t judge other people’s work in this project' } }
      : { body: { results: [], next: null } },
  );
  show(<Review />, { role: 'reviewer', path: '/demo/review/p1' });
  expect((await screen.findByRole('link', { name: 'Projects' })).getAttribute('href')).toBe('/demo/projects');
});

test('without a project the server is asked for whatever there is to judge anywhere', async () => {
  const asked: (string | null)[] = [];
  serve(({ path, query }) => {
    if (!path.endsWith('/claim')) return { body: {} };
    asked.push(query.get('project'));
    return { body: { results: asked.length < 2 ? [toReview()] : [] } };
  });
  show(<Review />, { role: 'reviewer', path: '/demo/review' });
  await screen.findByRole('heading', { name: '2 answers to judge' });
  expect(asked[0]).toBeNull();
});

test('a digit takes a whole answer, at a question only that one; then the item is settled with its reason', async () => {
  const user = userEvent.setup();
  const calls = office(toSettle());
  show(<Adjudicate />, { role: 'reviewer', path: '/demo/adjudicate/p1' });
  await screen.findByRole('button', { name: /^Annotator A/ });
  expect(screen.getByText('2 questions open')).toBeTruthy();
  press('1');
  expect(screen.getByText('Complete')).toBeTruthy();
  press('j');
  press('2');
  press('Enter', { ctrlKey: true });
  expect(screen.getByRole('alert').textContent).toContain('Choose why they disagreed');
  await user.click(screen.getByRole('radio', { name: /Ambiguous item/ }));
  press('Enter', { ctrlKey: true });
  await waitFor(() => expect(sent(calls, 'resolution')).toHaveLength(1));
  expect(sent(calls, 'resolution')[0]?.body).toEqual({
    answers: answers('r2', 'r1', 4),
    taken: [
      { question: 'order', on: 'item', annotation_id: 'n2' },
      { question: 'quality', on: 'item', annotation_id: 'n1' },
    ],
    reason: 'ambiguous_item',
    comment: '',
  });
  await screen.findByRole('heading', { name: 'All settled' });
});

test('what is still open is gone to, and nothing is sent', async () => {
  const calls = office(toSettle());
  show(<Adjudicate />, { role: 'reviewer', path: '/demo/adjudicate/p1' });
  await screen.findByText('2 questions open');
  press('Enter', { ctrlKey: true });
  expect(document.activeElement?.getAttribute('data-question')).toBe('order');
  expect(sent(calls, 'resolution')).toHaveLength(0);
});

test('somebody who sees it otherwise appeals once, and says why', async () => {
  const user = userEvent.setup();
  const verdict = {
    id: 'v1',
    assignment_id: 'a1',
    project: { id: 'p1', name: 'Sky' },
    verdict: 'rejected',
    reason: 'careless',
    comment: 'No.',
    created_at: '2026-11-01T00:00:00Z',
    appeal: '',
    appealed_at: null as string | null,
    appeal_closed_at: null,
    changes: [],
  };
  const calls = serve(({ path, body }) => {
    if (path === '/verdicts/v1/appeal') {
      Object.assign(verdict, {
        appeal: (body as { text: string }).text,
        appealed_at: '2026-11-02T00:00:00Z',
      });
      return { body: verdict };
    }
    return { body: { results: [verdict], next: null } };
  });
  show(<OwnVerdicts />, { role: 'annotator', path: '/demo/work/recent' });
  expect((await screen.findByRole('listitem')).textContent).toContain('Rejected');
  await user.click(screen.getByRole('button', { name: 'Appeal' }));
  await user.type(screen.getByRole('textbox', { name: 'Why do you see it otherwise?' }), 'It is right.');
  await user.click(screen.getByRole('button', { name: 'Send the appeal' }));
  await waitFor(() => expect(sent(calls, 'appeal')[0]?.body).toEqual({ text: 'It is right.' }));
  expect(await screen.findByText('It is right.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Appeal' })).toBeNull();
});
