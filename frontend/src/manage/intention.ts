import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { idempotent } from '../api';

type Header = ReturnType<typeof idempotent>;

/**
 * A POST that creates: one idempotency key per intention. Sending the same body again after a lost answer carries the
 * same key, so nothing comes into being twice; another body, or the next one after a success, gets its own.
 */
export function useCreate<Body, Data>(
  create: (body: Body, header: Header) => Promise<Data>,
  options: Omit<UseMutationOptions<Data, Error, Body>, 'mutationFn'> = {},
) {
  const kept = useRef<{ body: string; header: Header } | null>(null);
  return useMutation({
    ...options,
    mutationFn: async (body: Body) => {
      const written = JSON.stringify(body);
      if (kept.current?.body !== written) kept.current = { body: written, header: idempotent() };
      const data = await create(body, kept.current.header);
      kept.current = null;
      return data;
    },
  });
}
