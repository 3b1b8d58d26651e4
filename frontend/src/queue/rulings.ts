import { ask, idempotent } from '../api/client';
import { raw } from '../api/raw';
import type { Owner } from './db';
import type { Queued, Send } from './outbox';
import { sending } from './send';

/** What a reviewer or adjudicator decided, kept until the server has it; `skip` gives the item back. */
export type Ruling = Queued & {
  verb: 'verdict' | 'resolution' | 'skip';
  /** As the server takes it. */
  body: Record<string, unknown>;
};

/** The table that holds them on this machine. */
export const RULINGS = 'rulings';

export const rulingSender = (owner: Owner): Send<Ruling> =>
  sending(owner, ({ assignment, verb, body, key }: Ruling) =>
    ask(
      raw.POST(`/api/v1/{organisation}/assignments/{assignment_id}/${verb}`, {
        params: {
          path: { organisation: owner.organisation, assignment_id: assignment },
          header: idempotent(key),
        },
        body,
      }),
    ),
  );
