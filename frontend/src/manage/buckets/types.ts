/** A client's own place in an object store. The secret key is never told again. */
export type Bucket = {
  id: string;
  client_id: string;
  name: string;
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  access_key_ends: string;
  writable: boolean;
  /** When it was tried last, and what went wrong then; empty where all went well. */
  checked_at: string | null;
  problem: string;
};
export type BucketDraft = Pick<Bucket, 'name' | 'endpoint' | 'region' | 'bucket' | 'prefix' | 'writable'> & {
  access_key: string;
  secret_key: string;
};
export type Listing = {
  results: readonly { key: string; size: number }[];
  prefixes: readonly string[];
  next: string | null;
};
