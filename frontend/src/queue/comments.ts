import { api, ask, idempotent } from '../api/client';
import { asProblem } from '../api/problem';
import { OwnedTable, type Owner } from './db';
import { Signal } from './signal';

/** A comment on its way; `at` in milliseconds. */
export type OutgoingComment = { key: string; assignment: string; text: string; flag: boolean; at: number };
export type SendComment = (comment: OutgoingComment) => Promise<unknown>;

/**
 * Comments that wait for the network. They are on disk before they are sent, and a retry repeats the key, so that the
 * server counts each once. What the server refuses is given back to the one who wrote it.
 */
export class CommentQueue {
  readonly state = new Signal<readonly OutgoingComment[]>([]);
  readonly #table: OwnedTable<OutgoingComment>;
  readonly #send: SendComment;
  #running: Promise<void> | null = null;

  constructor(owner: Owner, send: SendComment = sendTo(owner)) {
    this.#table = new OwnedTable('comments', owner);
    this.#send = send;
  }
  async waiting(): Promise<readonly OutgoingComment[]> {
    const all = await this.#table.all().catch((): OutgoingComment[] => []);
    this.state.set(all.sort((a, b) => a.at - b.at));
    return this.state.get();
  }
  /** Resolves when it was sent or waits safely; throws what the server refused. */
  async add(comment: OutgoingComment): Promise<void> {
    await this.#table.put(comment.key, comment);
    await this.flush();
  }
  flush(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
  async #round(): Promise<void> {
    for (const comment of await this.waiting()) {
      try {
        await this.#send(comment);
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.passing || problem.signedOut || problem.status < 400) return;
        await this.#table.delete(comment.key);
        await this.waiting();
        throw problem;
      }
      await this.#table.delete(comment.key);
      await this.waiting();
    }
  }
}

const sendTo =
  ({ organisation }: Owner): SendComment =>
  ({ assignment, key, text, flag }) =>
    ask(
      api.POST('/api/v1/{organisation}/assignments/{assignment_id}/comments', {
        params: { path: { organisation, assignment_id: assignment }, header: idempotent(key) },
        body: { text, flag },
      }),
    );
