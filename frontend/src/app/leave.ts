import type { Me } from '../api/types';
import { CommentQueue } from '../queue/comments';
import { eraseUser, OwnedTable } from '../queue/db';
import { Outbox, type Outgoing } from '../queue/outbox';
import { RULINGS, type Ruling, rulingSender } from '../queue/rulings';
import { senderFor } from '../queue/send';
import { preferences } from '../ui/preferences';
import { forgetMe } from './session';

/** How long sending may take before the person is asked (8 s). */
const PATIENCE = 8_000;

/** Sends what this person's answers and comments wait for, and tells how many could not be sent. */
export async function sendWaiting(me: Me): Promise<number> {
  const owners = me.organisations.map(({ slug }) => ({ user: me.user.id, organisation: slug }));
  const late = new Promise<void>((done) => setTimeout(done, PATIENCE));
  const left = owners.map(async (owner) => {
    const table = new OwnedTable<Outgoing>('outbox', owner);
    if ((await table.all()).length > 0) {
      const outbox = new Outbox(owner, senderFor(owner));
      await Promise.race([outbox.flush(), late]);
      outbox.close();
    }
    const rulings = new OwnedTable<Ruling>(RULINGS, owner);
    if ((await rulings.all()).length > 0) {
      const outbox = new Outbox(owner, rulingSender(owner), RULINGS);
      await Promise.race([outbox.flush(), late]);
      outbox.close();
    }
    const comments = new CommentQueue(owner);
    await Promise.race([comments.flush(), late]);
    return (await table.all()).length + (await rulings.all()).length + (await comments.waiting()).length;
  });
  return (await Promise.all(left.map((count) => count.catch(() => 0)))).reduce(
    (sum, count) => sum + count,
    0,
  );
}

/** Takes everything of a person from this machine: answers, drafts, items, pictures, who they were. */
export async function eraseTraces(user: string): Promise<void> {
  await eraseUser(user).catch((error) => console.error(error));
  for (const key of Object.keys(localStorage))
    if (key.startsWith('concord-') && key.includes(user)) localStorage.removeItem(key);
  forgetMe();
  preferences.forget();
}
