import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { useCreate } from '../../src/manage/intention';

type Header = { 'Idempotency-Key': string };

function creator(create: (body: { name: string }, header: Header) => Promise<void>) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client }, children);
  const { result } = renderHook(() => useCreate(create), { wrapper });
  return (name: string) => act(() => result.current.mutateAsync({ name }).catch(() => undefined));
}
const keysOf = (create: { mock: { calls: [unknown, Header][] } }): string[] =>
  create.mock.calls.map(([, header]) => header['Idempotency-Key']);

test('until it went through, the same body is the same intention', async () => {
  const create = vi.fn(async (_body: { name: string }, _header: Header) => {
    if (create.mock.calls.length < 3) throw new Error('lost');
  });
  const make = creator(create);
  for (let round = 0; round < 3; round++) await make('a');
  expect(new Set(keysOf(create)).size).toBe(1);
});

test('after a success the same body is a new one, and another body always is', async () => {
  const create = vi.fn(async (_body: { name: string }, _header: Header) => undefined);
  const make = creator(create);
  for (const name of ['a', 'a', 'b']) await make(name);
  expect(new Set(keysOf(create)).size).toBe(3);
});
