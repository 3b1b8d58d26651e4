import { beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '../src/api/problem';
import type { Assignment } from '../src/api/types';
import { prepare } from '../src/label/ready';
import { CommentQueue, type OutgoingComment } from '../src/queue/comments';
import { eraseUser, OwnedTable } from '../src/queue/db';
import { KeptPictures } from '../src/queue/pictures';
import { preferences } from '../src/ui/preferences';

let count = 0;
const owner = () => ({ user: `f${++count}`, organisation: 'demo' });
const comment = (key: string, at = 1): OutgoingComment => ({
  key,
  assignment: 'a1',
  text: key,
  flag: false,
  at,
});

test('a comment waits for the network and goes once, under its key, oldest first', async () => {
  let up = false;
  const sent: string[] = [];
  const queue = new CommentQueue(owner(), async ({ key }) => {
    if (!up) throw new ApiProblem(0);
    sent.push(key);
  });
  await queue.add(comment('second', 2));
  await queue.add(comment('first', 1));
  expect((await queue.waiting()).map(({ key }) => key)).toEqual(['first', 'second']);
  up = true;
  await queue.flush();
  expect(sent).toEqual(['first', 'second']);
  expect(await queue.waiting()).toEqual([]);
});
test('a comment that the server refuses is given back, and not sent again', async () => {
  const send = vi.fn(async () => {
    throw new ApiProblem(400, { title: 'Too long' });
  });
  const queue = new CommentQueue(owner(), send);
  await expect(queue.add(comment('k'))).rejects.toMatchObject({ status: 400 });
  expect(await queue.waiting()).toEqual([]);
});
test('somebody who is signed out keeps the comment', async () => {
  const queue = new CommentQueue(owner(), async () => {
    throw new ApiProblem(401);
  });
  await queue.add(comment('k'));
  expect(await queue.waiting()).toHaveLength(1);
});

test('pictures stay as long as their work', async () => {
  const kept = new KeptPictures(owner());
  kept.put('a1', 'i1', new Blob(['one']));
  kept.put('a2', 'i1', new Blob(['two']));
  await vi.waitFor(async () => expect(await kept.get('a2', 'i1')).toBeDefined());
  await kept.keepOnly(['a2']);
  expect(await kept.get('a1', 'i1')).toBeUndefined();
  expect(await kept.get('a2', 'i1')).toBeDefined();
});
test('signing out erases what is one’s own, in every organisation, and nothing of anybody else', async () => {
  const me = owner();
  const other = owner();
  const table = (user: string, organisation: string) =>
    new OwnedTable<number>('drafts', { user, organisation });
  await table(me.user, 'demo').put('a', 1);
  await table(me.user, 'acme').put('a', 2);
  await table(other.user, 'demo').put('a', 3);
  await new OwnedTable<number>('outbox', me).put('k', 4);
  await eraseUser(me.user);
  expect(await table(me.user, 'demo').all()).toEqual([]);
  expect(await table(me.user, 'acme').all()).toEqual([]);
  expect(await new OwnedTable<number>('outbox', me).all()).toEqual([]);
  expect(await table(other.user, 'demo').all()).toEqual([3]);
});

beforeEach(() => preferences.forget());
test('what was chosen here and never reached the server wins over what the server knows', () => {
  preferences.take('u1', { theme: 'dark', layout: 'stacked' });
  preferences.set({ theme: 'light' });
  expect(preferences.unsent()).toEqual({ theme: 'light' });
  preferences.take('u1', { theme: 'dark', layout: 'focus' });
  expect(preferences.get()).toEqual({ theme: 'light', layout: 'focus' });
  preferences.sent({ theme: 'light' });
  expect(preferences.unsent()).toEqual({});
});
test('what changed while it was being sent stays unsent', () => {
  preferences.set({ theme: 'light' });
  preferences.set({ theme: 'dark' });
  preferences.sent({ theme: 'light' });
  expect(preferences.unsent()).toEqual({ theme: 'dark' });
});
test('the next person at this machine has their own, and gets nothing of the last', () => {
  preferences.take('u1', { theme: 'dark' });
  preferences.set({ keys: { raw: ['x'] } });
  preferences.take('u2', { layout: 'focus' });
  expect(preferences.get()).toEqual({ layout: 'focus' });
  expect(preferences.unsent()).toEqual({});
});
test('signing out leaves the look of the machine and no more', () => {
  preferences.take('u1', { theme: 'dark', keys: { raw: ['x'] }, single_keys: false });
  preferences.forget();
  expect(preferences.get()).toEqual({ theme: 'dark' });
});

test('without a network a picture comes from this machine, as it was when its work was claimed', async () => {
  const mine = owner();
  const kept = new KeptPictures(mine);
  const made: Blob[] = [];
  URL.createObjectURL = (blob) => `blob:${made.push(blob as Blob)}`;
  URL.revokeObjectURL = () => {};
  vi.stubGlobal(
    'Image',
    class {
      src = '';
      decode = async () => {};
    },
  );
  const work = {
    id: 'a1',
    form: { version: 1, shows: [], questions: [] },
    content: {},
    assets: { i1: { url: 'https://files.example/i1', width: 4, height: 3 } },
  } as unknown as Assignment;
  vi.stubGlobal('fetch', async () => new Response('pixels'));
  await prepare(work, undefined, kept);
  await vi.waitFor(async () => expect(await kept.get('a1', 'i1')).toBeDefined());
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  expect((await prepare(work, undefined, kept)).pictures.get('i1')?.url).toBe('blob:2');
  // Somebody else at the same machine has none of it, and gets the address as it is.
  const others = await prepare(work, undefined, new KeptPictures(owner()));
  expect(others.pictures.get('i1')?.url).toBe('https://files.example/i1');
  vi.unstubAllGlobals();
});
