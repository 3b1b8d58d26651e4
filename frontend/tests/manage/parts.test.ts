import { beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '../../src/api/problem';
import { pausing } from '../../src/api/upload/machine';
import { type PartEffects, sendParts } from '../../src/api/upload/parts';
import { noted, rateOf, type Sample } from '../../src/api/upload/rate';
import { forget, isSame, remember, ticketOf, unfinishedOf } from '../../src/manage/uploads/unfinished';

const SIZE = 47; // five parts, the last one short

/** A store for a file of SIZE bytes in parts of 10; `put` is what a test says it is. */
function store(arrived: number[], put: PartEffects['put'] = async () => undefined) {
  const got = new Set(arrived);
  const effects = {
    arrived: vi.fn(async () => ({ part_size: 10, parts: 5, arrived })),
    addresses: vi.fn(async (numbers: readonly number[]) =>
      Object.fromEntries(numbers.map((number) => [number, `https://store/${number}?${Math.random()}`])),
    ),
    put: vi.fn<PartEffects['put']>(async (address, from, to, onSent) => {
      await put(address, from, to, onSent);
      onSent(to - from);
      got.add(from / 10 + 1);
    }),
    wait: vi.fn(async () => undefined),
    online: vi.fn(async () => undefined),
  };
  return { effects, got };
}

test('every part is sent once, the last one as long as it is, and the bytes add up', async () => {
  const { effects, got } = store([]);
  const sent: number[] = [];
  await sendParts(SIZE, effects, (bytes) => sent.push(bytes));
  expect([...got].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(effects.put.mock.calls.map(([, from, to]) => [from, to])).toContainEqual([40, 47]);
  expect(effects.put).toHaveBeenCalledTimes(5);
  expect(sent.at(-1)).toBe(SIZE);
});

test('what has arrived before is not sent again, and counts from the beginning', async () => {
  const { effects, got } = store([1, 2, 5]);
  const sent: number[] = [];
  await sendParts(SIZE, effects, (bytes) => sent.push(bytes));
  expect(sent[0]).toBe(27);
  expect(effects.put.mock.calls.map(([, from]) => from / 10 + 1).sort()).toEqual([3, 4]);
  expect(got.size).toBe(5);
});

test('three parts are on their way at a time, and no address is asked for twice', async () => {
  let now = 0;
  let most = 0;
  const { effects } = store([], async () => {
    most = Math.max(most, ++now);
    await new Promise((done) => setTimeout(done, 5));
    now--;
  });
  await sendParts(SIZE, effects, () => {});
  expect(most).toBe(3);
  const asked = effects.addresses.mock.calls.flatMap(([numbers]) => numbers);
  expect(asked.length).toBe(new Set(asked).size);
});

test('a lost connection is waited for, longer each time; then only that part goes again', async () => {
  let failures = 3;
  const { effects, got } = store([], async (_, from) => {
    if (from === 20 && failures-- > 0) throw new ApiProblem(0);
  });
  await sendParts(SIZE, effects, () => {});
  expect(got.size).toBe(5);
  expect(effects.put).toHaveBeenCalledTimes(8);
  expect(effects.online).toHaveBeenCalledTimes(3);
  expect(effects.wait.mock.calls).toEqual([[1_000], [2_000], [4_000]]);
});

test('an address that has grown old is asked for anew; a refusal that stays ends it', async () => {
  let old = true;
  const once = store([1, 2, 3, 4], async () => {
    if (old) {
      old = false;
      throw new ApiProblem(403);
    }
  });
  await sendParts(SIZE, once.effects, () => {});
  expect(once.effects.addresses).toHaveBeenCalledTimes(2);
  const always = store([1, 2, 3, 4], async () => {
    throw new ApiProblem(403);
  });
  await expect(sendParts(SIZE, always.effects, () => {})).rejects.toMatchObject({ status: 403 });
  const wrong = store([1, 2, 3, 4], async () => {
    throw new ApiProblem(400);
  });
  await expect(sendParts(SIZE, wrong.effects, () => {})).rejects.toMatchObject({ status: 400 });
  expect(wrong.effects.put).toHaveBeenCalledTimes(1);
});

test('a pause is no failure: it is not waited out', async () => {
  const { effects } = store([], async () => {
    throw pausing();
  });
  await expect(sendParts(SIZE, effects, () => {})).rejects.toThrow('Paused');
  expect(effects.wait).not.toHaveBeenCalled();
});

test('the rate is that of the last seconds, and unknown at first', () => {
  const samples = (pairs: [number, number][]): readonly Sample[] =>
    pairs.reduce<readonly Sample[]>((all, [at, sent]) => noted(all, { at, sent }), []);
  expect(rateOf(samples([[0, 0]]))).toBeNull();
  expect(
    rateOf(
      samples([
        [0, 0],
        [500, 10],
      ]),
    ),
  ).toBeNull();
  expect(
    rateOf(
      samples([
        [0, 0],
        [2_000, 100],
      ]),
    ),
  ).toBe(50);
  // A slow minute long ago says nothing about now.
  expect(
    rateOf(
      samples([
        [0, 0],
        [60_000, 10],
        [62_000, 1_010],
      ]),
    ),
  ).toBe(500);
  // What starts again is measured anew.
  expect(
    rateOf(
      samples([
        [0, 900],
        [1_000, 0],
        [3_000, 40],
      ]),
    ),
  ).toBe(20);
});

const owner = { user: 'u1', organisation: 'demo', project: 'p1' };
const file = (name: string, lastModified: number): File => new File(['x'.repeat(20)], name, { lastModified });

beforeEach(() => localStorage.clear());

test('a file is known again by its name, size and time; other people and projects do not see it', () => {
  const ticket = { id: 'up1', url: null, fields: {}, part_size: 10, parts: 2 };
  remember(owner, file('a.csv', 7), ticket);
  remember(owner, file('a.csv', 7), ticket);
  const [row, ...rest] = unfinishedOf(owner);
  if (!row) throw new Error('nothing was kept');
  expect(rest).toEqual([]);
  expect(isSame(row, file('a.csv', 7))).toBe(true);
  expect(isSame(row, file('a.csv', 8))).toBe(false);
  expect(isSame(row, file('b.csv', 7))).toBe(false);
  expect(ticketOf(row)).toEqual(ticket);
  expect(unfinishedOf({ ...owner, user: 'u2' })).toEqual([]);
  expect(unfinishedOf({ ...owner, project: 'p2' })).toEqual([]);
  forget(owner, 'up1');
  expect(localStorage.length).toBe(0);
});

test('what goes in one piece, and what somebody else wrote there, is not kept', () => {
  remember(owner, file('a.csv', 7), {
    id: 'up1',
    url: 'https://store/',
    fields: {},
    part_size: null,
    parts: null,
  });
  expect(unfinishedOf(owner)).toEqual([]);
  localStorage.setItem('concord-uploads:u1:demo:p1', '{nonsense');
  expect(unfinishedOf(owner)).toEqual([]);
});
