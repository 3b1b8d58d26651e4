import { trustedScriptUrl } from '../ui/trusted';

/** Lets the application open without a network (public/sw.js). Not while developing: it would serve yesterday's modules. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(trustedScriptUrl('/sw.js')).catch((error) => console.error(error));
}
