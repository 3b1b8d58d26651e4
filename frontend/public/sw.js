// Keeps the application's own files, so that it opens without a network. Nothing personal is kept here: answers, drafts
// and items live in IndexedDB, under their owner.
const CACHE = 'concord-1';
const SHELL = '/';
const ELSEWHERE = /^\/(accounts|admin|api|invitations|static|healthz|sw\.js)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
  // What is never kept does not come here first, where the browser can be told so.
  event.addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' });
});

self.addEventListener('activate', (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !ELSEWHERE.test(pathname))
    event.respondWith(freshOrKept(request, SHELL));
  else if (pathname.startsWith('/static/app/assets/')) event.respondWith(keptOrFresh(request));
  else if (pathname.startsWith('/static/app/')) event.respondWith(freshOrKept(request, pathname));
});

/** From the network where there is one; the last good answer otherwise. */
async function freshOrKept(request, key) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

/** Files whose names change with their contents never go stale. */
async function keptOrFresh(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
