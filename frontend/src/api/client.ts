import createClient, { type Middleware } from 'openapi-fetch';
import { readClock } from './clock';
import { newKey } from './key';
import { asProblem, problemOf } from './problem';
import type { paths } from './schema';
import { sessionEnded } from './signedOut';

let csrfFromMe = '';
/** The value that GET /me carried; used when the cookie cannot be read. */
export const rememberCsrf = (token: string): void => {
  csrfFromMe = token;
};
/** The token Django expects in X-CSRFToken and in the sign-out form. The cookie wins: another tab may have renewed it. */
export const csrfToken = (): string =>
  document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? csrfFromMe;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const protection: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('X-CSRFToken', csrfToken());
    request.headers.set('Accept', 'application/json');
    return request;
  },
  async onResponse({ response }) {
    readClock(response.headers.get('Date'));
    if (response.ok) return;
    const problem = await problemOf(response);
    if (problem.signedOut) sessionEnded();
    throw problem;
  },
};

/** The typed API: `api.GET('/api/v1/{organisation}/projects', { params: { path: { organisation } } })`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that tests can put their own in its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(protection);

/** The data of a call; every failure is thrown as an ApiProblem. */
export async function ask<Data>(call: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  try {
    return (await call).data as Data;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw asProblem(thrown);
  }
}

/** A header for a POST that creates or submits. Make the key once per intention, and repeat it on every retry. */
export const idempotent = (key: string = newKey()): { 'Idempotency-Key': string } => ({
  'Idempotency-Key': key,
});
/** A header for an edit: the server answers 412 when somebody else was quicker. */
export const ifMatch = (etag: string): { 'If-Match': string } => ({ 'If-Match': etag });
