import { expect, test, vi } from 'vitest';
import { phaseOf } from '../src/label/lease';
import { Feed, type Source } from '../src/queue/feed';

type Work = { id: string; lease_until: string };
type Item = { id: string; release: () => void };
const LEASE = '2026-11-22T12:00:00Z';

/** A server that holds `count` pieces of work and counts claimed ones first, as the real one does. */
function office(count: number) {
  const claimed: string[] = [];
  const open = Array.from({ length: count }, (_, at) => `a${at + 1}`);
  const taken = new Set<string>();
  const released: string[] = [];
  const onTheirWay: string[] = [];
  const limits: number[] = [];
  const source: Source<Work, Item> = {
    claim: async (limit) => {
      limits.push(limit);
      while (claimed.length < limit && open.length > 0) claimed.push(open.shift() as string);
      return claimed.slice(0, limit).map((id) => ({ id, lease_until: LEASE }));
    },
    prepare: async ({ id }) => ({ id, release: () => released.push(id) }),
    renew: async (ids) => ({ renewed: ids.map((id) => ({ id, lease_until: LEASE })), lost: [] }),
    onTheirWay: () => onTheirWay,
    hold: async (id) => {
      if (taken.has(id)) return false;
      taken.add(id);
      return () => taken.delete(id);
    },
  };
  return { source, claimed, taken, released, onTheirWay, limits };
}
const ids = (feed: Feed<Work, Item>) => feed.state.get().items.map(({ id }) => id);

test('eight are fetched, and more when fewer than four are left', async () => {
  const { source, claimed } = office(30);
  const feed = new Feed(source);
  await feed.fill();
  expect(ids(feed)).toHaveLength(8);
  for (let at = 0; at < 5; at++) {
    const gone = feed.current()?.id;
    feed.next();
    claimed.splice(claimed.indexOf(gone as string), 1);
  }
  await vi.waitFor(() => expect(ids(feed).length).toBeGreaterThan(4));
  expect(new Set(ids(feed)).size).toBe(ids(feed).length);
});

test('answers on their way are not shown again, and do not use up the claim', async () => {
  const { source, onTheirWay, limits } = office(30);
  const feed = new Feed(source);
  await feed.fill();
  for (let at = 0; at < 6; at++) {
    onTheirWay.push(feed.current()?.id as string);
    feed.next();
  }
  await vi.waitFor(() => expect(ids(feed).length).toBeGreaterThanOrEqual(6));
  expect(ids(feed).some((id) => onTheirWay.includes(id))).toBe(false);
  expect(Math.max(...limits)).toBeGreaterThan(8);
});

test('an item submitted and sent while a claim is under way does not come back', async () => {
  const { source, claimed } = office(30);
  const feed = new Feed(source);
  await feed.fill();
  const claim = source.claim;
  let answer = () => {};
  source.claim = async (limit) => {
    const work = await claim(limit);
    await new Promise<void>((done) => {
      answer = done;
    });
    return work;
  };
  for (let at = 0; at < 5; at++) feed.next();
  const sent = feed.current()?.id as string;
  feed.next();
  claimed.splice(claimed.indexOf(sent), 1);
  await vi.waitFor(() => expect(answer).not.toBe(undefined));
  await new Promise((done) => setTimeout(done, 5));
  answer();
  await new Promise((done) => setTimeout(done, 5));
  expect(ids(feed)).not.toContain(sent);
});

test('nothing left is told apart from nothing yet', async () => {
  const { source, onTheirWay } = office(1);
  const feed = new Feed(source);
  expect(feed.state.get().phase).toBe('starting');
  await feed.fill();
  expect(feed.state.get().phase).toBe('working');
  onTheirWay.push('a1');
  feed.next();
  await vi.waitFor(() => expect(feed.state.get().phase).toBe('empty'));
});

test('a failed claim is told and tried again', async () => {
  vi.useFakeTimers();
  const { source } = office(2);
  const claim = source.claim;
  let up = false;
  source.claim = (limit) => (up ? claim(limit) : Promise.reject(new TypeError('Failed to fetch')));
  const feed = new Feed(source);
  await feed.fill();
  expect(feed.state.get().problem?.offline).toBe(true);
  up = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(feed.state.get().problem).toBeNull();
  expect(ids(feed)).toEqual(['a1', 'a2']);
  vi.useRealTimers();
});

test('two tabs never show the same item', async () => {
  const { source } = office(30);
  const [one, two] = [new Feed(source), new Feed(source)];
  await one.fill();
  await two.fill();
  expect(ids(two).length).toBeGreaterThan(0);
  expect(ids(one).filter((id) => ids(two).includes(id))).toEqual([]);
});

test('closing lets go of items and pictures', async () => {
  const { source, taken, released } = office(3);
  const feed = new Feed(source);
  await feed.fill();
  feed.close();
  expect(taken.size).toBe(0);
  expect(released).toEqual(['a1', 'a2', 'a3']);
});

test('a lost lease keeps the current item with what is typed, and drops the others', async () => {
  const { source } = office(3);
  const feed = new Feed(source);
  await feed.fill();
  source.renew = async () => ({ renewed: [], lost: ['a1', 'a2'] });
  source.claim = async () => [];
  await feed.renew();
  expect(ids(feed)).toEqual(['a1', 'a3']);
  expect(phaseOf(feed, Date.parse(LEASE) - 600_000)).toBe('lost');
});

test('a lease that ends soon is announced', async () => {
  const { source } = office(1);
  const feed = new Feed(source);
  await feed.fill();
  expect(phaseOf(feed, Date.parse(LEASE) - 600_000)).toBe('held');
  expect(phaseOf(feed, Date.parse(LEASE) - 60_000)).toBe('ends');
  expect(phaseOf(feed, Date.parse(LEASE))).toBe('lost');
});

test('work that is taken back comes first, and is kept from other tabs as if it had never left', async () => {
  const { source, taken, released, claimed } = office(10);
  const feed = new Feed(source);
  await feed.fill();
  const [first, second] = ids(feed);
  vi.useFakeTimers();
  feed.next();
  claimed.splice(claimed.indexOf(first as string), 1);
  await feed.bringBack({ id: first as string, lease_until: LEASE });
  expect(ids(feed).slice(0, 2)).toEqual([first, second]);
  expect(taken.has(first as string)).toBe(true);
  expect(released).toEqual([first]);
  expect(feed.leaseEnd(first as string)).toBe(Date.parse(LEASE));
  // What was to let it go after its first stay does not end the second, which ends like any other.
  vi.advanceTimersByTime(60_000);
  expect(taken.has(first as string)).toBe(true);
  feed.next();
  expect(ids(feed)[0]).toBe(second);
  vi.advanceTimersByTime(60_000);
  expect(taken.has(first as string)).toBe(false);
  vi.useRealTimers();
});
test('an item leaves from wherever it stands, and many can be kept ready', async () => {
  const { source, claimed } = office(40);
  const feed = new Feed(source);
  await feed.fill();
  feed.showMany(true);
  await vi.waitFor(() => expect(ids(feed)).toHaveLength(20));
  const third = ids(feed)[2] as string;
  claimed.splice(claimed.indexOf(third), 1);
  feed.remove(third);
  expect(ids(feed)).not.toContain(third);
  expect(ids(feed)).toHaveLength(19);
});
