import { trustedScriptUrl } from '../ui/trusted';

/** The cache of public/sw.js. */
const CACHE = 'concord-1';

/** Lets the application open without a network (public/sw.js). Not while developing: it would serve yesterday's modules. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // On a first visit everything was fetched before anybody could keep it.
  if (!serviceWorker.controller)
    serviceWorker.addEventListener('controllerchange', () => void keepWhatIsHere(), { once: true });
  serviceWorker.register(trustedScriptUrl('/sw.js')).catch((error) => console.error(error));
}

async function keepWhatIsHere(): Promise<void> {
  const here = performance.getEntriesByType('resource').map(({ name }) => name);
  const files = here.filter((name) => name.startsWith(`${location.origin}/static/app/`));
  try {
    const [cache, shell] = await Promise.all([caches.open(CACHE), fetch('/')]);
    if (shell.ok && !shell.redirected) await cache.put('/', shell);
    await Promise.all(files.map((file) => fetch(file)));
  } catch {
    // The network went away; the next visit keeps them.
  }
}
