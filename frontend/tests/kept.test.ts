import { expect, test } from 'vitest';
import { ApiProblem } from '../src/api/problem';
import { keeping } from '../src/queue/kept';

const owner = { user: 'k1', organisation: 'demo' };
const later = new Date(Date.now() + 600_000).toISOString();
const work = (id: string, lease_until = later) => ({ id, lease_until });
const offline = async (): Promise<ReturnType<typeof work>[]> => {
  throw new ApiProblem(0);
};

test('a page opened without a network goes on with the work it held, once', async () => {
  await keeping(owner, async () => [work('a1'), work('a2', '2020-01-01T00:00:00Z')])(8);
  const reopened = keeping(owner, offline);
  expect(await reopened(8)).toEqual([work('a1')]);
  await expect(reopened(8)).rejects.toMatchObject({ status: 0 });
});
test('a refusal is no missing network: nothing remembered is given out', async () => {
  await keeping(owner, async () => [work('a1')])(8);
  const refused = keeping<ReturnType<typeof work>>(owner, async () => {
    throw new ApiProblem(403);
  });
  await expect(refused(8)).rejects.toMatchObject({ status: 403 });
});
test('nobody gets the work of somebody else', async () => {
  await keeping(owner, async () => [work('a1')])(8);
  await expect(keeping({ ...owner, user: 'k2' }, offline)(8)).rejects.toMatchObject({ status: 0 });
});
