import { expect, test } from 'vitest';
import { ApiProblem, asProblem, problemOf } from '../src/api/problem';

test('a refusal keeps the title, the detail and the fields of problem+json', async () => {
  const body = {
    type: 'https://concord/problems/invalid',
    title: 'Not valid',
    detail: 'Two fields',
    errors: [{ pointer: '/name', detail: 'Too long' }],
  };
  const problem = await problemOf(new Response(JSON.stringify(body), { status: 400 }));
  expect(problem).toMatchObject({ status: 400, type: body.type, title: 'Not valid', passing: false });
  expect(problem.at('/name')).toBe('Too long');
  expect(problem.at('/slug')).toBeUndefined();
});

test('an answer that is no JSON is still a problem with its status', async () => {
  const problem = await problemOf(new Response('<html>Bad gateway</html>', { status: 502 }));
  expect(problem.passing).toBe(true);
  expect(problem.title).toContain('502');
});

test('a failed fetch means that there is no connection', () => {
  expect(asProblem(new TypeError('Failed to fetch')).offline).toBe(true);
  expect(asProblem(new ApiProblem(401)).signedOut).toBe(true);
});
