import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from '../src/api/problem';
import type { Answer, Assignment, Suggestion } from '../src/api/types';
import { i18n } from '../src/i18n';
import { History } from '../src/label/history';
import { Item } from '../src/label/item';
import { Stopwatch } from '../src/label/stopwatch';
import { takeBackForLater, takeBackLast, takeBackWork, tooLateWords } from '../src/label/takeBack';
import type { LabelFeed, Workbench } from '../src/label/workbench';
import { contentOf, formOf, order, quality, safe } from './helpers/forms';

// --- the watch -------------------------------------------------------------------------------------------------
test('time out of sight is no work', () => {
  let now = 0;
  const watch = new Stopwatch(0, () => now);
  watch.tick();
  now = 20_000;
  watch.pause();
  now = 90_000;
  expect(watch.seconds()).toBe(20);
  watch.tick();
  now = 95_000;
  expect(watch.seconds()).toBe(25);
});
test('each second is told to the server once, and again if it did not hear', () => {
  let now = 0;
  const watch = new Stopwatch(100, () => now);
  watch.tick();
  now = 30_400;
  expect(watch.beat()).toBe(30);
  now = 60_000;
  const lost = watch.beat();
  expect(lost).toBe(30);
  watch.unbeat(lost);
  now = 61_000;
  expect(watch.beat()).toBe(31);
  expect(watch.beat()).toBe(0);
});

// --- suggestions -----------------------------------------------------------------------------------------------
const suggestion = (id: string, score: number | null, ...answers: Answer[]): Suggestion => ({
  id,
  agent: `model ${id}`,
  score,
  answers,
});
const rated = (rating: number): Answer => ({ question: 'quality', on: 'item', value: { rating } });
const ranked: Answer = { question: 'order', on: 'item', value: { ranks: [['r2'], ['r1']] } };
const suggested = (suggest: 'hidden' | 'on_demand' | 'ghost' | 'filled', ...suggestions: Suggestion[]) =>
  new Item({ form: formOf(order, quality), content: contentOf(2), suggest, suggestions } as never);

test('the surest suggestion is proposed first, those without a score last', () => {
  const item = suggested(
    'ghost',
    suggestion('s1', null, rated(1)),
    suggestion('s2', 0.9, rated(2)),
    suggestion('s3', 0.4, rated(3)),
  );
  expect(item.proposals?.list.map(({ id }) => id)).toEqual(['s2', 's3', 's1']);
  expect(item.proposals?.value('quality item')).toEqual({ rating: 2 });
  item.proposals?.choose(2);
  expect(item.proposals?.value('quality item')).toEqual({ rating: 1 });
  expect(item.proposals?.choose(3)).toBe(false);
});
test('accepting answers and goes on; what was seen and not taken is ignored, what was changed is edited', () => {
  const item = suggested('ghost', suggestion('s1', 0.9, ranked, rated(4)));
  item.proposals?.saw('order item');
  item.proposals?.saw('quality item');
  expect(item.accept()).toBe(true);
  expect(item.active()?.question.name).toBe('quality');
  item.press('2');
  expect(item.outcomes().map(({ question, outcome }) => [question, outcome])).toEqual([
    ['order', 'accepted'],
    ['quality', 'ignored'],
  ]);
  item.set({ question: order, on: 'item' }, { ranks: [['r1'], ['r2']] });
  expect(item.outcomes()[0]?.outcome).toBe('edited');
});
test('what was never on the screen is not told', () => {
  const item = suggested('on_demand', suggestion('s1', 0.9, rated(4)));
  expect(item.accept()).toBe(false);
  expect(item.outcomes()).toEqual([]);
  item.proposals?.toggle();
  item.goTo({ question: 'quality' });
  expect(item.accept()).toBe(true);
  expect(item.outcomes()).toEqual([{ id: 's1', question: 'quality', on: 'item', outcome: 'accepted' }]);
});
test('hidden ones are not there at all', () => {
  expect(suggested('hidden', suggestion('s1', 1, rated(4))).proposals).toBeNull();
});
test('filled in: answers to begin with, marked until they are touched, and only where no draft is', () => {
  const item = suggested('filled', suggestion('s1', 0.9, ranked, rated(4)));
  expect(item.final()).toEqual([ranked, rated(4)]);
  expect(item.touched).toBe(false);
  expect([...(item.proposals?.state.get().filled ?? [])]).toEqual(['order item', 'quality item']);
  item.set({ question: quality, on: 'item' }, { rating: 5 });
  expect([...(item.proposals?.state.get().filled ?? [])]).toEqual(['order item']);
  expect(item.outcomes().map(({ outcome }) => outcome)).toEqual(['accepted', 'edited']);
  const drafted = new Item(
    {
      form: formOf(quality),
      content: contentOf(2),
      suggest: 'filled',
      suggestions: [suggestion('s1', 1, rated(4))],
    } as never,
    [rated(2)],
  );
  expect(drafted.final()).toEqual([rated(2)]);
});
test('the same ranks in another spelling are accepted, not edited', () => {
  const item = suggested('ghost', suggestion('s1', 0.9, { ...ranked, value: { ranks: [[], ['r2', 'r1']] } }));
  item.accept();
  expect(item.outcomes()[0]?.outcome).toBe('accepted');
});
test('an item that is only looked at keeps its answers', () => {
  const item = new Item({ form: formOf(quality), content: contentOf(2) }, [rated(2)], null);
  item.press('5');
  expect(item.value({ question: quality, on: 'item' })).toEqual({ rating: 2 });
});

// --- taking back -----------------------------------------------------------------------------------------------
const assignment = (id: string): Assignment =>
  ({
    id,
    project: { id: 'p1', name: 'P' },
    form: formOf(safe),
    content: contentOf(1),
    draft: null,
  }) as unknown as Assignment;
type Reply = [number, unknown] | 'no network';
let replies: Record<string, Reply>;
let asked: string[];
beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    const reply = replies[pathname] ?? [404, {}];
    if (reply === 'no network') throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(reply[1]), { status: reply[0] });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});
function desk(waiting: { assignment: string; answers: Answer[]; seconds: number; tries: number }[] = []) {
  const back: Assignment[] = [];
  const restored: unknown[][] = [];
  const bench = {
    owner: { user: 'u1', organisation: 'demo' },
    history: new History(),
    sentOnce: new Set<string>(),
    takenBack: [],
    outbox: {
      withdraw: async (id: string) => waiting.find((each) => each.assignment === id) ?? null,
      add: vi.fn(),
    },
    drafts: { restore: async (...all: unknown[]) => void restored.push(all) },
  } as unknown as Workbench;
  const feed = { bringBack: async (work: Assignment) => void back.push(work) } as unknown as LabelFeed;
  return { bench, feed, back, restored };
}
const LIST = '/api/v1/demo/assignments';

test('an answer that still waits is taken back without asking anybody', async () => {
  const { bench, feed, back, restored } = desk([
    { assignment: 'a1', answers: [rated(3)], seconds: 40, tries: 0 },
  ]);
  bench.history.add({ id: 'a1', assignment: assignment('a1'), answers: [rated(3)], seconds: 40, at: 1 });
  replies = {};
  expect(await takeBackLast(bench, feed)).toBe(true);
  expect(asked).toEqual([]);
  expect(back.map(({ id }) => id)).toEqual(['a1']);
  expect(restored).toEqual([['a1', [rated(3)], 40, true]]);
  expect(bench.history.state.get()).toEqual([]);
  expect(bench.sentOnce.has('a1')).toBe(false);
});
test('one whose sending was tried may be on the server: that is remembered', async () => {
  const { bench, feed } = desk([{ assignment: 'a1', answers: [], seconds: 1, tries: 2 }]);
  bench.history.add({ id: 'a1', assignment: assignment('a1'), answers: [], seconds: 1, at: 1 });
  await takeBackLast(bench, feed);
  expect(bench.sentOnce.has('a1')).toBe(true);
});
test('what the server has comes back from there with its answers and its time', async () => {
  const { bench, feed, back, restored } = desk();
  bench.history.add({ id: 'a1', assignment: assignment('a1'), answers: [], seconds: 12, at: 1 });
  replies = {
    [`${LIST}/a1/take-back`]: [200, { ...assignment('a1'), draft: { answers: [rated(1)], saved_at: '' } }],
  };
  await takeBackLast(bench, feed);
  expect(back).toHaveLength(1);
  expect(restored).toEqual([['a1', [rated(1)], 12, false]]);
});
test('after a reload the server is asked what was last; nothing done is nothing to take back', async () => {
  const { bench, feed, back } = desk();
  replies = { [LIST]: [200, { results: [], next: null }] };
  expect(await takeBackLast(bench, feed)).toBe(false);
  replies = {
    [LIST]: [200, { results: [{ id: 'a7' }], next: null }],
    [`${LIST}/a7/take-back`]: [200, assignment('a7')],
  };
  expect(await takeBackLast(bench, feed)).toBe(true);
  expect(back.map(({ id }) => id)).toEqual(['a7']);
});
test('taken back away from the desk, it waits for the desk of its project', async () => {
  const { bench, back, restored } = desk();
  replies = {
    [`${LIST}/a1/take-back`]: [200, { ...assignment('a1'), draft: { answers: [rated(1)], saved_at: '' } }],
  };
  expect(await takeBackForLater(bench, 'a1')).toBe('p1');
  expect(back).toEqual([]);
  expect(bench.takenBack.map(({ id }) => id)).toEqual(['a1']);
  expect(restored).toHaveLength(1);
  replies = { [`${LIST}/a2/take-back`]: [409, { type: 'too-late', title: 'No', detail: 'Why.' }] };
  await expect(takeBackForLater(bench, 'a2')).rejects.toThrow();
  expect(bench.takenBack).toHaveLength(1);
});
test('too late is explained, and nothing changes', async () => {
  const { bench, feed, back } = desk();
  bench.history.add({ id: 'a1', assignment: assignment('a1'), answers: [], seconds: 1, at: 1 });
  replies = {
    [`${LIST}/a1/take-back`]: [409, { type: 'too-late', title: 'No', detail: 'It is part of an export.' }],
  };
  const t = i18n.getFixedT('label');
  const failure = await takeBackWork(bench, feed, 'a1').catch((thrown: unknown) => thrown);
  expect(tooLateWords(t, failure)).toContain('It is part of an export.');
  expect(tooLateWords(t, new ApiProblem(0))).toContain('connection');
  expect(back).toEqual([]);
  expect(bench.history.state.get()).toHaveLength(1);
});
test('a waiting answer whose content is not at hand goes back into the queue when there is no network', async () => {
  const waiting = { assignment: 'a1', answers: [], seconds: 1, tries: 0 };
  const { bench, feed, back } = desk([waiting]);
  replies = { [`${LIST}/a1`]: 'no network' };
  await expect(takeBackWork(bench, feed, 'a1')).rejects.toMatchObject({ status: 0 });
  expect(bench.outbox.add).toHaveBeenCalledWith(waiting);
  expect(back).toEqual([]);
});
test('the last ten are remembered', () => {
  const history = new History();
  for (let at = 0; at < 12; at++)
    history.add({ id: `a${at}`, assignment: assignment(`a${at}`), answers: [], seconds: 1, at });
  expect(history.state.get()).toHaveLength(10);
  expect(history.find('a1')).toBeUndefined();
  expect(history.find('a11')?.at).toBe(11);
});
