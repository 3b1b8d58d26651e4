import { api, ask } from '../api/client';
import type { Assignment } from '../api/types';
import { CommentQueue } from '../queue/comments';
import type { Owner } from '../queue/db';
import { Drafts } from '../queue/drafts';
import { Feed } from '../queue/feed';
import { hold } from '../queue/hold';
import { keeping } from '../queue/kept';
import { Outbox } from '../queue/outbox';
import { KeptPictures } from '../queue/pictures';
import { senderFor } from '../queue/send';
import { afterPaint } from './afterPaint';
import { History } from './history';
import { prepare, type Ready } from './ready';
import { hearWaiting } from './waiting';

export type FedItem = Ready & { id: string };
export type LabelFeed = Feed<Assignment, FedItem>;
/** What one person needs to work in one organisation; it lives as long as the page, whatever screen is shown. */
export type Workbench = {
  owner: Owner;
  outbox: Outbox;
  drafts: Drafts;
  comments: CommentQueue;
  /** What was submitted from this page. */
  history: History;
  /** Submissions that were taken back here after a try to send them, whose reply may have been lost. */
  sentOnce: Set<string>;
  /** Work that was taken back while no desk was open. */
  takenBack: Assignment[];
  feedOf: (project: string | null) => LabelFeed;
};

const benches = new Map<string, Workbench>();

export function workbenchOf(owner: Owner): Workbench {
  const key = JSON.stringify([owner.user, owner.organisation]);
  const bench = benches.get(key) ?? create(owner);
  benches.set(key, bench);
  return bench;
}

function create(owner: Owner): Workbench {
  const { organisation } = owner;
  const outbox = new Outbox(owner, senderFor(owner));
  const drafts = new Drafts(owner, async (assignment, answers) => {
    await ask(
      api.PUT('/api/v1/{organisation}/assignments/{assignment_id}/draft', {
        params: { path: { organisation, assignment_id: assignment } },
        body: { answers },
      }),
    );
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') drafts.sendAll();
  });
  const comments = new CommentQueue(owner);
  const sendComments = () => void comments.flush().catch(() => undefined);
  addEventListener('online', sendComments);
  sendComments();
  const pictures = new KeptPictures(owner);
  const feedOf = (project: string | null): LabelFeed => {
    const feed: LabelFeed = new Feed({
      claim: keeping(
        owner,
        async (limit) => {
          const page = await ask(
            api.POST('/api/v1/{organisation}/assignments/claim', {
              params: { path: { organisation }, query: project ? { project } : {} },
              body: { limit },
            }),
          );
          hearWaiting(page);
          return page.results;
        },
        (work) => void pictures.keepOnly(work.map(({ id }) => id)),
      ),
      prepare: async (assignment) => ({
        id: assignment.id,
        ...(await prepare(assignment, drafts, pictures)),
      }),
      renew: (ids) => beat(feed, ids, organisation),
      onTheirWay: () => outbox.state.get().waiting.map(({ assignment }) => assignment),
      hold: (id) => hold(`concord-item/${owner.user}/${id}`),
      later: afterPaint,
    });
    return feed;
  };
  return {
    owner,
    outbox,
    drafts,
    comments,
    history: new History(),
    sentOnce: new Set(),
    takenBack: [],
    feedOf,
  };
}

/** Renews the leases, and tells the server how long the person worked on each since it last heard. */
async function beat(feed: LabelFeed, ids: string[], organisation: string) {
  const beats = feed.state
    .get()
    .items.map(({ id, watch }) => ({ id, watch, seconds: watch.beat() }))
    .filter(({ seconds }) => seconds > 0);
  const active = Object.fromEntries(beats.map(({ id, seconds }) => [id, seconds]));
  try {
    return await ask(
      api.POST('/api/v1/{organisation}/assignments/renew', {
        params: { path: { organisation } },
        body: { ids, ...(beats.length > 0 ? { active } : {}) },
      }),
    );
  } catch (thrown) {
    for (const { watch, seconds } of beats) watch.unbeat(seconds);
    throw thrown;
  }
}
