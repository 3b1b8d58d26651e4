import { expect, test, vi } from 'vitest';
import type { Asset } from '../../src/api';
import { ApiProblem } from '../../src/api';
import { mediaTypeOf } from '../../src/api/upload/file';
import { carry, type Effects, type Phase, type Progress, START } from '../../src/api/upload/machine';

const asset = (state: Asset['state'], reason = ''): Asset => ({
  id: 'a1',
  project_id: 'p1',
  filename: 'x.jsonl',
  kind: 'text',
  state,
  reason,
  media_type: 'application/jsonl',
  size: 10,
  width: null,
  height: null,
  url: null,
  created_at: '2026-11-01T00:00:00Z',
});
const ticket = { id: 'u1', url: 'https://store/', part_size: null, parts: null, fields: {} };

/** A world in which everything works, but for what a test says. */
function world(change: Partial<Effects> = {}) {
  const effects: Effects = {
    ask: vi.fn(async () => ticket),
    send: vi.fn(async (_ticket, onSent) => {
      onSent(4);
      onSent(10);
    }),
    complete: vi.fn(async () => asset('verifying')),
    look: vi.fn(async () => asset('ready')),
    finish: vi.fn(async () => undefined),
    wait: vi.fn(async () => undefined),
    now: () => 0,
    ...change,
  };
  return effects;
}
async function run(effects: Effects, from: Progress = START) {
  const seen: Progress[] = [];
  const end = await carry(from, effects, (now) => seen.push(now));
  const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  return { end, seen, phases };
}

test('a file goes from permission to what it is for, and tells how much has left', async () => {
  const effects = world();
  const { end, seen, phases } = await run(effects);
  expect(phases).toEqual<Phase[]>(['asking', 'sending', 'completing', 'verifying', 'finishing', 'done']);
  expect(seen.map(({ sent }) => sent)).toContain(4);
  expect(end).toMatchObject({ phase: 'done', sent: 10, problem: null });
  expect(effects.finish).toHaveBeenCalledWith(asset('ready'));
});

test('verification is asked for again and again, less and less often, until the server has decided', async () => {
  const answers = [...Array<Asset>(20).fill(asset('verifying')), asset('ready')];
  const effects = world({ look: vi.fn(async () => answers.shift() ?? asset('ready')) });
  const { end } = await run(effects);
  const waits = vi.mocked(effects.wait).mock.calls.map(([milliseconds]) => milliseconds);
  expect(end.phase).toBe('done');
  expect(waits).toHaveLength(21);
  expect(waits.every((wait, at) => at === 0 || wait >= (waits[at - 1] ?? 0))).toBe(true);
  expect(waits.at(-1)).toBe(4_000);
});

test('a refused file keeps the reason and begins nothing', async () => {
  const effects = world({ look: async () => asset('refused', 'Line 3 is not UTF-8.') });
  const { end } = await run(effects);
  expect(end.phase).toBe('refused');
  expect(end.asset?.reason).toBe('Line 3 is not UTF-8.');
  expect(effects.finish).not.toHaveBeenCalled();
});

test('a hiccup while waiting for the verdict is no failure, silence that lasts is', async () => {
  let count = 0;
  const bumpy = await run(
    world({
      look: async () => {
        if (++count % 4) throw new ApiProblem(0);
        return asset(count > 10 ? 'ready' : 'verifying');
      },
    }),
  );
  expect(bumpy.end.phase).toBe('done');
  const silent = await run(
    world({
      look: async () => {
        throw new ApiProblem(503);
      },
    }),
  );
  expect(silent.end).toMatchObject({ phase: 'failed', problem: { status: 503 } });
});

test('a verdict that cannot be read because it is gone fails at once', async () => {
  const look = vi.fn(async () => {
    throw new ApiProblem(404);
  });
  const { end } = await run(world({ look }));
  expect(end.phase).toBe('failed');
  expect(look).toHaveBeenCalledTimes(1);
});

test('what the server says against a file is kept for the person', async () => {
  const problem = new ApiProblem(400, {
    errors: [{ pointer: '/size', detail: 'At most 25 MiB are accepted.' }],
  });
  const { end } = await run(
    world({
      ask: async () => {
        throw problem;
      },
    }),
  );
  expect(end).toMatchObject({ phase: 'failed', problem });
});

test('trying again goes on where it stopped: bytes that have arrived are not sent twice', async () => {
  const complete = vi
    .fn<Effects['complete']>()
    .mockRejectedValueOnce(new ApiProblem(0))
    .mockResolvedValue(asset('ready'));
  const effects = world({ complete });
  const first = await run(effects);
  expect(first.end).toMatchObject({ phase: 'failed', stored: true });
  const second = await run(effects, first.end);
  expect(second.end.phase).toBe('done');
  expect(effects.ask).toHaveBeenCalledTimes(1);
  expect(effects.send).toHaveBeenCalledTimes(1);
});

test('trying again after the import could not begin sends and verifies nothing anew', async () => {
  const finish = vi
    .fn<Effects['finish']>()
    .mockRejectedValueOnce(new ApiProblem(0))
    .mockResolvedValue(undefined);
  const effects = world({ finish });
  const first = await run(effects);
  const second = await run(effects, first.end);
  expect(second.end.phase).toBe('done');
  expect(second.phases).toEqual<Phase[]>(['verifying', 'finishing', 'done']);
  expect(effects.send).toHaveBeenCalledTimes(1);
  expect(effects.complete).toHaveBeenCalledTimes(1);
});

test('a broken transfer is repeated under the same permission, unless that has grown old', async () => {
  const send = vi.fn<Effects['send']>().mockRejectedValueOnce(new ApiProblem(0)).mockResolvedValue(undefined);
  const young = world({ send });
  await run(young, (await run(young)).end);
  expect(young.ask).toHaveBeenCalledTimes(1);

  let clock = 0;
  const old = world({
    send: vi.fn<Effects['send']>().mockRejectedValueOnce(new ApiProblem(403)).mockResolvedValue(undefined),
    now: () => clock,
  });
  const first = await run(old);
  clock = 11 * 60_000;
  const second = await run(old, first.end);
  expect(old.ask).toHaveBeenCalledTimes(2);
  expect(second.end.phase).toBe('done');
});

test('cancelling is not a failure', async () => {
  const { end } = await run(
    world({
      send: async () => {
        throw new DOMException('Cancelled', 'AbortError');
      },
    }),
  );
  expect(end).toMatchObject({ phase: 'cancelled', problem: null });
});

test('the media type follows the name, because browsers do not know .jsonl', () => {
  expect(mediaTypeOf(new File([], 'Round 2.JSONL'))).toBe('application/jsonl');
  expect(mediaTypeOf(new File([], 'notes.md', { type: '' }))).toBe('text/markdown');
  expect(mediaTypeOf(new File([], 'cells.jpeg', { type: 'image/pjpeg' }))).toBe('image/jpeg');
  expect(mediaTypeOf(new File([], 'strange.bin'))).toBe('application/octet-stream');
});
