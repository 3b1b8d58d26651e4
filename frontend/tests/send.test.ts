import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outgoing } from '../src/queue/outbox';
import { senderFor } from '../src/queue/send';

const owner = { user: 'u1', organisation: 'demo' };
const outgoing: Outgoing = {
  key: 'key-1',
  assignment: 'a1',
  project: { id: 'p', name: 'P' },
  verb: 'submit',
  answers: [],
  reason: '',
  seconds: 3,
  at: 1,
  tries: 0,
  summary: [],
};
const me = (id: string) => ({ user: { id }, organisations: [], csrf_token: 'fresh', open_sign_up: false });
type Reply = [number, unknown];
let replies: Record<string, Reply | 'no network'>;
let requests: Request[];

beforeEach(() => {
  requests = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request);
    const reply = replies[new URL(request.url).pathname] ?? [404, {}];
    if (reply === 'no network') throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(reply[1]), { status: reply[0] });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});
const SUBMIT = '/api/v1/demo/assignments/a1/submit';
const send = () => senderFor(owner)(outgoing);

test('an answer is posted with its key and its seconds', async () => {
  replies = { [SUBMIT]: [200, { id: 'a1', state: 'submitted', submitted_at: '' }] };
  expect(await send()).toBe('sent');
  expect(requests[0]?.headers.get('Idempotency-Key')).toBe('key-1');
  expect(await requests[0]?.json()).toEqual({ answers: [], seconds: 3 });
});
test('no network, a limit and a broken server are worth another try', async () => {
  for (const reply of ['no network', [429, {}], [503, {}]] as const) {
    replies = { [SUBMIT]: reply as Reply };
    expect(await send()).toBe('later');
  }
});
test('an answer cut short is no refusal', async () => {
  replies = {};
  vi.stubGlobal('fetch', async () => new Response('{"id": "a1', { status: 200 }));
  expect(await send()).toBe('later');
});
test('a place that is taken is refused, in the words of the server', async () => {
  replies = {
    [SUBMIT]: [409, { type: 'assignment-closed', title: 'It is closed', detail: 'It is expired.' }],
  };
  expect(await send()).toEqual({ refused: 'It is closed · It is expired.' });
});
test('wrong answers are refused with what is wrong', async () => {
  replies = {
    [SUBMIT]: [400, { title: 'Not valid', errors: [{ pointer: '/answers', detail: 'needs an answer' }] }],
  };
  expect(await send()).toEqual({ refused: 'Not valid · needs an answer' });
});
test('signed out, the answer waits', async () => {
  replies = { [SUBMIT]: [401, {}] };
  expect(await send()).toBe('signedOut');
});
test('under another person’s session nothing is refused: it waits for its owner', async () => {
  replies = { [SUBMIT]: [404, {}], '/api/v1/me': [200, me('somebody else')] };
  expect(await send()).toBe('signedOut');
  replies = { [SUBMIT]: [404, { title: 'Gone' }], '/api/v1/me': [200, me('u1')] };
  expect(await send()).toEqual({ refused: 'Gone' });
});
test('an old token is renewed, and the answer tried again with the new one', async () => {
  replies = { [SUBMIT]: [403, { type: 'csrf' }], '/api/v1/me': [200, me('u1')] };
  expect(await send()).toBe('later');
  await send();
  expect(requests.at(-2)?.headers.get('X-CSRFToken')).toBe('fresh');
});

test('what became of suggestions goes with the answer', async () => {
  replies = { [SUBMIT]: [200, {}] };
  const suggestions = [{ id: 's1', question: 'q', on: 'item', outcome: 'edited' as const }];
  await senderFor(owner)({ ...outgoing, suggestions });
  expect(await requests[0]?.json()).toMatchObject({ suggestions });
});
test('an answer taken back here whose first sending was not heard of is taken back there too, then sent anew', async () => {
  const TAKE = '/api/v1/demo/assignments/a1/take-back';
  replies = { [SUBMIT]: [409, { type: 'assignment-closed', title: 'Closed' }], [TAKE]: [200, {}] };
  const paths = () => requests.map(({ url }) => new URL(url).pathname);
  expect(await senderFor(owner)({ ...outgoing, again: true })).toEqual({ refused: 'Closed' });
  expect(paths()).toEqual([SUBMIT, TAKE, SUBMIT]);
  expect(requests[2]?.headers.get('Idempotency-Key')).not.toBe(requests[0]?.headers.get('Idempotency-Key'));
  requests = [];
  expect(await send()).toEqual({ refused: 'Closed' });
  expect(paths()).toEqual([SUBMIT]);
});
