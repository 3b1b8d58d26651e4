import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api';
import { raw } from '../../api/raw';
import { toastError } from '../../ui';
import { useCreate } from '../intention';
import { everyPage } from '../paging';
import { useSlug } from '../queries';
import type { Bucket, BucketDraft, Listing, Roles } from './types';

type Page<Row> = { results: Row[]; next: string | null };
const BUCKETS = '/api/v1/{organisation}/clients/{client}/buckets';
const BUCKET = '/api/v1/{organisation}/buckets/{bucket}';
const key = (organisation: string, client: string) => [organisation, 'client', client, 'buckets'];

export function useBuckets(client: string, enabled = true) {
  const organisation = useSlug();
  return useQuery({
    queryKey: key(organisation, client),
    enabled,
    queryFn: ({ signal }) =>
      everyPage((query) =>
        ask(raw.GET<Page<Bucket>>(BUCKETS, { params: { path: { organisation, client }, query }, signal })),
      ),
  });
}

/** Whether roles can be taken on here, and the external id that the client's account must ask for. */
export function useRoles(client: string) {
  const organisation = useSlug();
  return useQuery({
    queryKey: [organisation, 'client', client, 'roles'],
    queryFn: ({ signal }) =>
      ask(
        raw.GET<{ roles: Roles }>(BUCKETS, {
          params: { path: { organisation, client }, query: { limit: 1 } },
          signal,
        }),
      ).then(({ roles }) => roles),
  });
}

function useStale(client: string): () => Promise<void> {
  const organisation = useSlug();
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key(organisation, client) });
}

export function useAddBucket(client: string) {
  const organisation = useSlug();
  const stale = useStale(client);
  return useCreate(
    (body: BucketDraft, header) =>
      ask(raw.POST<Bucket>(BUCKETS, { params: { path: { organisation, client }, header }, body })),
    { onSuccess: stale },
  );
}

export function useChangeBucket(client: string) {
  const organisation = useSlug();
  const stale = useStale(client);
  return useMutation({
    mutationFn: ({ bucket, changes }: { bucket: string; changes: Partial<BucketDraft> }) =>
      ask(raw.PATCH<Bucket>(BUCKET, { params: { path: { organisation, bucket } }, body: changes })),
    onSettled: stale,
  });
}

export function useRemoveBucket(client: string) {
  const organisation = useSlug();
  const stale = useStale(client);
  return useMutation({
    mutationFn: (bucket: string) => ask(raw.DELETE(BUCKET, { params: { path: { organisation, bucket } } })),
    onSuccess: stale,
  });
}

/** Tries whether the bucket can be read (and written to, where it should be). */
export function useCheckBucket(client: string) {
  const organisation = useSlug();
  const stale = useStale(client);
  return useMutation({
    mutationFn: (bucket: string) =>
      ask(raw.POST<Bucket>(`${BUCKET}/check`, { params: { path: { organisation, bucket } } })),
    onSettled: stale,
    onError: toastError,
  });
}

/** What lies in a bucket below a prefix, as folders and files. */
export function useListing(bucket: string, prefix: string, enabled = true) {
  const organisation = useSlug();
  return useInfiniteQuery({
    queryKey: [organisation, 'bucket', bucket, 'objects', prefix],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      ask(
        raw.GET<Listing>(`${BUCKET}/objects`, {
          params: {
            path: { organisation, bucket },
            query: { prefix, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    retry: false,
  });
}
