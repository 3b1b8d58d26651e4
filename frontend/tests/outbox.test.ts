import { beforeEach, expect, test, vi } from 'vitest';
import { newKey } from '../src/api/key';
import type { Owner } from '../src/queue/db';
import { Outbox, type Outgoing, type Send, type Sent } from '../src/queue/outbox';

let owner: Owner;
let count = 0;
beforeEach(() => {
  owner = { user: `u${++count}`, organisation: 'demo' };
});
const outgoing = (assignment: string, at = 1): Outgoing => ({
  key: newKey(),
  assignment,
  project: { id: 'p', name: 'P' },
  verb: 'submit',
  answers: [],
  reason: '',
  seconds: 3,
  at,
  tries: 0,
  summary: [],
});
/** A server that can be down, and that remembers what it was sent. */
function serverOf(answer: (one: Outgoing) => Sent | Promise<Sent> = () => 'sent') {
  const got: Outgoing[] = [];
  const send: Send = async (one) => {
    got.push(one);
    return answer(one);
  };
  return { got, send };
}
const empty = (outbox: Outbox) => vi.waitFor(() => expect(outbox.state.get().waiting).toHaveLength(0));

test('an answer is kept until the server has it, and repeated under one key', async () => {
  let up = false;
  const { got, send } = serverOf(() => (up ? 'sent' : 'later'));
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(outbox.state.get().stuck).toBe(true));
  expect(outbox.state.get().waiting).toHaveLength(1);
  up = true;
  await outbox.flush();
  await empty(outbox);
  expect(got.length).toBeGreaterThan(1);
  expect(new Set(got.map(({ key }) => key)).size).toBe(1);
  expect(outbox.state.get().stuck).toBe(false);
  outbox.close();
});

test('a thrown error counts as no answer, not as a loss', async () => {
  let up = false;
  const outbox = new Outbox(owner, async () => {
    if (!up) throw new TypeError('Failed to fetch');
    return 'sent';
  });
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(outbox.state.get().stuck).toBe(true));
  expect(outbox.state.get().waiting).toHaveLength(1);
  up = true;
  await outbox.flush();
  await empty(outbox);
  outbox.close();
});

test('what is added while a round ends is still sent', async () => {
  let release = () => {};
  const first = new Promise<void>((done) => {
    release = done;
  });
  const { got, send } = serverOf(async (one): Promise<Sent> => {
    if (one.assignment === 'a1') await first;
    return 'sent';
  });
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1', 1));
  await vi.waitFor(() => expect(got).toHaveLength(1));
  const second = outbox.add(outgoing('a2', 2));
  release();
  await second;
  await empty(outbox);
  expect(got.map(({ assignment }) => assignment)).toEqual(['a1', 'a2']);
  outbox.close();
});

test('a wake-up during a failing try is not lost: another try follows at once', async () => {
  let fail = () => {};
  const { got, send } = serverOf(async (): Promise<Sent> => {
    if (got.length > 1) return 'sent';
    await new Promise<void>((done) => {
      fail = done;
    });
    return 'later';
  });
  const outbox = new Outbox(owner, send);
  // The constructor's own round is over before the answer comes.
  await outbox.flush();
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(got).toHaveLength(1));
  void outbox.flush();
  fail();
  // The retry by itself would wait for 375 ms at least.
  await vi.waitFor(() => expect(got).toHaveLength(2), { timeout: 250, interval: 10 });
  outbox.close();
});

test('the oldest goes first, and a refused one does not hold up the others', async () => {
  let up = false;
  const { got, send } = serverOf((one) =>
    !up ? 'later' : one.assignment === 'a1' ? { refused: 'Closed' } : 'sent',
  );
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a2', 2));
  await outbox.add(outgoing('a1', 1));
  up = true;
  got.length = 0;
  await outbox.flush();
  await empty(outbox);
  expect(got.map(({ assignment }) => assignment)).toEqual(['a1', 'a2']);
  expect(outbox.state.get().refused).toMatchObject([{ assignment: 'a1', refused: 'Closed' }]);
  await outbox.dismiss(outbox.state.get().refused[0]?.key ?? '');
  expect(outbox.state.get().refused).toHaveLength(0);
  outbox.close();
});

test('signed out: everything waits, and goes once somebody is back', async () => {
  let session = false;
  const { send } = serverOf(() => (session ? 'sent' : 'signedOut'));
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(outbox.state.get().signedOut).toBe(true));
  session = true;
  await outbox.flush();
  await empty(outbox);
  expect(outbox.state.get().signedOut).toBe(false);
  outbox.close();
});

test('a new page sends what the old one left behind', async () => {
  const before = new Outbox(owner, async () => 'later');
  await before.add(outgoing('a1'));
  before.close();
  const { got, send } = serverOf();
  const after = new Outbox(owner, send);
  await vi.waitFor(() => expect(got).toHaveLength(1));
  await empty(after);
  after.close();
});

test('two tabs of one person send each answer once', async () => {
  const { got, send } = serverOf(async (): Promise<Sent> => {
    await new Promise((done) => setTimeout(done, 5));
    return 'sent';
  });
  const [one, two] = [new Outbox(owner, send), new Outbox(owner, send)];
  await Promise.all(Array.from({ length: 6 }, (_, at) => (at % 2 ? one : two).add(outgoing(`a${at}`, at))));
  await Promise.all([one.flush(), two.flush()]);
  await vi.waitFor(() => expect(new Set(got.map(({ assignment }) => assignment)).size).toBe(6));
  await one.flush();
  expect(got).toHaveLength(6);
  one.close();
  two.close();
});

test('another user of the same browser neither sees nor sends it', async () => {
  const mine = new Outbox(owner, async () => 'later');
  await mine.add(outgoing('a1'));
  mine.close();
  for (const stranger of [
    { ...owner, user: 'somebody else' },
    { ...owner, organisation: 'another' },
  ]) {
    const { got, send } = serverOf();
    const theirs = new Outbox(stranger, send);
    await theirs.flush();
    expect(theirs.state.get().waiting).toHaveLength(0);
    expect(got).toHaveLength(0);
    theirs.close();
  }
});

test('an answer that cannot be stored is still sent', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Full', 'QuotaExceededError');
  });
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { got, send } = serverOf();
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(got).toHaveLength(1));
  await empty(outbox);
  outbox.close();
  put.mockRestore();
  quiet.mockRestore();
});

test('what waits can be withdrawn; what the server has cannot', async () => {
  let up = false;
  const { got, send } = serverOf(() => (up ? 'sent' : 'later'));
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(outbox.state.get().stuck).toBe(true));
  expect(await outbox.withdraw('a1')).toMatchObject({ assignment: 'a1' });
  expect(outbox.state.get().waiting).toEqual([]);
  const tries = got.length;
  up = true;
  await outbox.flush();
  expect(got).toHaveLength(tries);
  await outbox.add(outgoing('a2'));
  await empty(outbox);
  expect(await outbox.withdraw('a2')).toBeNull();
  outbox.close();
});
test('withdrawing waits for a running delivery, so that nothing is both sent and taken back', async () => {
  let deliver = () => {};
  const send = vi.fn(
    () =>
      new Promise<Sent>((done) => {
        deliver = () => done('sent');
      }),
  );
  const outbox = new Outbox(owner, send);
  await outbox.add(outgoing('a1'));
  await vi.waitFor(() => expect(send).toHaveBeenCalled());
  const withdrawn = outbox.withdraw('a1');
  setTimeout(() => deliver(), 20);
  expect(await withdrawn).toBeNull();
  outbox.close();
});
