import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem';

/** Reads are cached for a moment and repeated when the trouble may pass; a refusal (4xx) is final. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => asProblem(error).passing && count < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
