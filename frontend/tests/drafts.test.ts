import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Owner } from '../src/queue/db';
import { Drafts } from '../src/queue/drafts';

let owner: Owner;
let count = 0;
beforeEach(() => {
  owner = { user: `d${++count}`, organisation: 'demo' };
});
afterEach(() => {
  vi.useRealTimers();
});
const answer = (text: string) => [{ question: 'why', on: 'item', value: { text } }];
const stored = (drafts: Drafts, assignment: string) => drafts.load(assignment, null);

test('what is typed is on disk at once, the last state of it', async () => {
  const drafts = new Drafts(owner, async () => {});
  for (const text of ['a', 'ab', 'abc']) drafts.change('a1', answer(text), 7);
  await vi.waitFor(async () =>
    expect(await stored(new Drafts(owner, async () => {}), 'a1')).toEqual({
      answers: answer('abc'),
      seconds: 7,
      sketches: {},
    }),
  );
});

test('the server gets the draft after a pause, once for many changes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const save = vi.fn(async () => {});
  const drafts = new Drafts(owner, save);
  drafts.change('a1', answer('a'), 1);
  await vi.advanceTimersByTimeAsync(1_000);
  drafts.change('a1', answer('ab'), 2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(600);
  expect(save.mock.calls).toEqual([['a1', answer('ab')]]);
});

test('when the page is hidden the draft goes to the server without a pause', () => {
  const save = vi.fn(async () => {});
  const drafts = new Drafts(owner, save);
  drafts.change('a1', answer('a'), 1);
  drafts.sendAll();
  expect(save).toHaveBeenCalledOnce();
});

test('what never reached the server beats what the server has; otherwise the server wins', async () => {
  const offline = new Drafts(owner, async () => {
    throw new TypeError('offline');
  });
  offline.change('a1', answer('typed here'), 1);
  await offline.sendNow('a1');
  const server = { answers: answer('older'), saved_at: '2026-11-01T00:00:00Z' };
  await vi.waitFor(async () =>
    expect((await new Drafts(owner, async () => {}).load('a1', server)).answers).toEqual(
      answer('typed here'),
    ),
  );
  const online = new Drafts(owner, async () => {});
  online.change('a1', answer('sent'), 1);
  await online.sendNow('a1');
  await vi.waitFor(async () =>
    expect(
      (
        await new Drafts(owner, async () => {}).load('a1', {
          ...server,
          answers: answer('from another machine'),
        })
      ).answers,
    ).toEqual(answer('from another machine')),
  );
});

test('a change while a draft is being sent is not taken for sent', async () => {
  let done = () => {};
  const save = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        done = resolve;
      }),
  );
  const drafts = new Drafts(owner, save);
  drafts.change('a1', answer('a'), 1);
  const sending = drafts.sendNow('a1');
  drafts.change('a1', answer('ab'), 2);
  done();
  await sending;
  const server = { answers: answer('a'), saved_at: '2026-11-01T00:00:00Z' };
  await vi.waitFor(async () =>
    expect((await new Drafts(owner, async () => {}).load('a1', server)).answers).toEqual(answer('ab')),
  );
});

test('nobody else reads it: another user, another organisation', async () => {
  const drafts = new Drafts(owner, async () => {});
  drafts.change('a1', answer('mine'), 1);
  await vi.waitFor(async () => expect((await stored(drafts, 'a1')).answers).toHaveLength(1));
  for (const stranger of [
    { ...owner, user: 'x' },
    { ...owner, organisation: 'x' },
  ])
    expect((await stored(new Drafts(stranger, async () => {}), 'a1')).answers).toEqual([]);
});

test('a dropped draft is gone, even if it was being written', async () => {
  const drafts = new Drafts(owner, async () => {});
  drafts.change('a1', answer('a'), 1);
  await drafts.drop('a1');
  expect((await stored(drafts, 'a1')).answers).toEqual([]);
});

test('what is half drawn is kept here beside the answers, and never sent', async () => {
  const save = vi.fn(async () => {});
  const drafts = new Drafts(owner, save);
  await drafts.load('a1', { answers: answer('there'), saved_at: '2026-11-01T00:00:00Z' });
  const sketches = { 'cells item': { shape: 'polygon' as const, points: [[1, 2]], labels: [], image: 0 } };
  drafts.sketch('a1', sketches, 5);
  drafts.sendAll();
  expect(save).not.toHaveBeenCalled();
  const again = () => new Drafts(owner, save).load('a1', null);
  await vi.waitFor(async () =>
    expect(await again()).toEqual({ answers: answer('there'), seconds: 5, sketches }),
  );
  drafts.change('a1', answer('typed'), 6);
  await drafts.sendNow('a1');
  expect(save.mock.calls).toEqual([['a1', answer('typed')]]);
  await vi.waitFor(async () =>
    expect(await again()).toEqual({ answers: answer('typed'), seconds: 6, sketches }),
  );
  // A server that is newer says nothing about what is half drawn here.
  expect((await new Drafts(owner, save).load('a1', { answers: [], saved_at: '' })).sketches).toEqual(
    sketches,
  );
  await drafts.drop('a1');
  expect((await again()).sketches).toEqual({});
});
