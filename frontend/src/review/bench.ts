import { ask } from '../api/client';
import { raw } from '../api/raw';
import type { Assignment } from '../api/types';
import { prepareDone, type Ready } from '../label/ready';
import type { Owner } from '../queue/db';
import { Feed, type Lease } from '../queue/feed';
import { hold } from '../queue/hold';
import { Opinions } from '../queue/opinions';
import { Outbox } from '../queue/outbox';
import { RULINGS, type Ruling, rulingSender } from '../queue/rulings';

/** What reviewers and adjudicators have in common: an item with several people's answers, held by a lease. */
export type Held<Work, Opinion> = {
  /** The same as long as the item is on this page, whatever of it was judged meanwhile. */
  id: string;
  work: Work;
  /** Texts parsed and pictures decoded. */
  ready: Ready;
  /** The assignments by which it is held. */
  assignments: readonly string[];
  /** What was begun on it before, by assignment. */
  opinions: ReadonlyMap<string, Opinion>;
  release: () => void;
};
export type Desk<Work, Opinion> = {
  owner: Owner;
  outbox: Outbox<Ruling>;
  opinions: Opinions<Opinion>;
  feedOf: (project: string | null) => HeldFeed<Work, Opinion>;
};
export type HeldFeed<Work, Opinion> = Feed<Claimed<Work>, Held<Work, Opinion>>;
type Claimed<Work> = { id: string; lease_until: string | null; work: Work };
type Shown = Pick<Assignment, 'form' | 'content' | 'assets'> & { project: { id: string; name: string } };

/** How a kind of work is claimed and held. */
type Kind<Work> = {
  claim: 'reviews' | 'adjudications';
  assignmentsOf: (work: Work) => string[];
  /** The work without what was decided here already; null when nothing is left of it. */
  without: (work: Work, decided: ReadonlySet<string>) => Work | null;
};

const MOST = 10;
/** Whoever judges takes long over an item, and what they hold nobody else can take. */
const FEW = { low: 2, high: 3 };
const desks = new Map<string, unknown>();

/** One desk per person, organisation and kind of work; it lives as long as the page. */
export function deskOf<Work extends Shown & { lease_until: string | null }, Opinion>(
  owner: Owner,
  kind: Kind<Work>,
): Desk<Work, Opinion> {
  const key = JSON.stringify([kind.claim, owner.user, owner.organisation]);
  const desk = (desks.get(key) as Desk<Work, Opinion> | undefined) ?? create<Work, Opinion>(owner, kind);
  desks.set(key, desk);
  return desk;
}

const outboxes = new Map<string, Outbox<Ruling>>();
/** Reviews and adjudications leave through one door. */
function outboxOf(owner: Owner): Outbox<Ruling> {
  const key = JSON.stringify([owner.user, owner.organisation]);
  const outbox = outboxes.get(key) ?? new Outbox<Ruling>(owner, rulingSender(owner), RULINGS);
  outboxes.set(key, outbox);
  return outbox;
}

function create<Work extends Shown & { lease_until: string | null }, Opinion>(
  owner: Owner,
  kind: Kind<Work>,
): Desk<Work, Opinion> {
  const outbox = outboxOf(owner);
  const opinions = new Opinions<Opinion>(owner);
  const names = new Names();
  const feedOf = (project: string | null): HeldFeed<Work, Opinion> => {
    const feed: HeldFeed<Work, Opinion> = new Feed(
      {
        claim: async (limit) => {
          const { waiting, refused } = outbox.state.get();
          const decided = new Set([...waiting, ...refused].map(({ assignment }) => assignment));
          const most = Math.min(MOST, limit + waiting.length);
          const found = await claimIn<Work>(owner, kind.claim, project, most);
          return found.flatMap((work) => {
            const left = kind.without(work, decided);
            return left
              ? [{ id: names.of(kind.assignmentsOf(work)), lease_until: work.lease_until, work: left }]
              : [];
          });
        },
        prepare: async ({ id, work }) => {
          const assignments = kind.assignmentsOf(work);
          const [ready, begun] = await Promise.all([
            prepareDone({ ...work, id } as unknown as Assignment, [], true),
            Promise.all(assignments.map((each) => opinions.load(each))),
          ]);
          return {
            id,
            work,
            ready,
            assignments,
            opinions: new Map(
              assignments.flatMap((each, at) => {
                const opinion = begun[at];
                return opinion === undefined ? [] : [[each, opinion] as const];
              }),
            ),
            release: ready.release,
          };
        },
        renew: (ids) => renew(owner, feed.state.get().items, ids),
        onTheirWay: () => [],
        hold: (id) => hold(`concord-${kind.claim}/${owner.user}/${id}`),
      },
      FEW,
    );
    return feed;
  };
  return { owner, outbox, opinions, feedOf };
}

/** Without a project the server takes the first of the person's own that has something for them. */
async function claimIn<Work>(
  { organisation }: Owner,
  what: Kind<Work>['claim'],
  project: string | null,
  limit: number,
): Promise<Work[]> {
  const page = await ask(
    raw.POST<{ results: Work[] }>(`/api/v1/{organisation}/${what}/claim`, {
      params: { path: { organisation }, query: project ? { project } : {} },
      body: { limit },
    }),
  );
  return page.results;
}

/**
 * An item has no name of its own towards a reviewer who may not know it, and its assignments become fewer while they
 * are judged: it goes by the first assignment that was seen of it.
 */
class Names {
  readonly #known = new Map<string, string>();
  of(assignments: readonly string[]): string {
    const known = assignments.map((id) => this.#known.get(id)).find((name) => name !== undefined);
    const name = known ?? assignments[0] ?? '';
    for (const id of assignments) this.#known.set(id, name);
    return name;
  }
}

type Renewed = { renewed: Lease[]; lost: string[] };
/** An item is held as long as one of its assignments is. */
async function renew(
  { organisation }: Owner,
  items: readonly { id: string; assignments: readonly string[] }[],
  ids: readonly string[],
): Promise<Renewed> {
  const wanted = items.filter(({ id }) => ids.includes(id));
  const answer = await ask(
    raw.POST<Renewed>('/api/v1/{organisation}/assignments/renew', {
      params: { path: { organisation } },
      body: { ids: wanted.flatMap(({ assignments }) => assignments) },
    }),
  );
  const until = new Map(answer.renewed.map(({ id, lease_until }) => [id, lease_until]));
  const renewed = wanted.flatMap(({ id, assignments }) => {
    const [lease_until] = assignments.flatMap((each) => until.get(each) ?? []).sort();
    return lease_until ? [{ id, lease_until }] : [];
  });
  const kept = new Set(renewed.map(({ id }) => id));
  return { renewed, lost: wanted.map(({ id }) => id).filter((id) => !kept.has(id)) };
}
