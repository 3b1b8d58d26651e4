// jsdom has no Web Locks: the part of them that we use, first come first served, for the tabs of one test.
type Work = (lock: object | null) => unknown;
const queues = new Map<string, Promise<unknown>>();
const held = new Set<string>();

async function request(name: string, ...rest: [Work] | [{ ifAvailable?: boolean }, Work]): Promise<unknown> {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (options.ifAvailable && held.has(name)) return work(null);
  const turn = (queues.get(name) ?? Promise.resolve()).then(async () => {
    held.add(name);
    try {
      return await work({});
    } finally {
      held.delete(name);
    }
  });
  queues.set(
    name,
    turn.catch(() => undefined),
  );
  return turn;
}

export function installLocks(): void {
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
}
