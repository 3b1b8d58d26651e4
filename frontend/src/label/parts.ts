// What comes on demand at the item. All of it is fetched in a quiet moment after the first item is on the screen, so
// that it is there at once when it is wanted, and also without a network.
export const parts = {
  // First what saves work when the network goes.
  takeBack: () => import('./takeBack'),
  refused: () => import('./NotAccepted'),
  help: () => import('../keys/HelpDialog'),
  skip: () => import('./SkipDialog'),
  zoom: () => import('./ZoomDialog'),
  guidelines: () => import('./Guidelines'),
  comments: () => import('./Comments'),
  because: () => import('../notifications/Because'),
  done: () => import('./DoneDialog'),
  differences: () => import('./Differences'),
  palette: () => import('./CommandPalette'),
  bulk: () => import('./Bulk'),
  settings: () => import('../app/SettingsDialog'),
  signOut: () => import('../app/SignOut'),
};

const QUIET = 2_000;
let fetched = false;

/** Fetches the rest, one after the other. What fails is fetched when it is wanted. */
export function fetchParts(): void {
  if (fetched) return;
  fetched = true;
  setTimeout(async () => {
    for (const part of Object.values(parts)) await part().catch(() => undefined);
  }, QUIET);
}
