import type { Answer, Assignment } from '../api/types';
import { Signal } from '../queue/signal';

/** Something submitted from this page: enough to have it back without asking anybody. */
export type Done = { id: string; assignment: Assignment; answers: Answer[]; seconds: number; at: number };

/** The server lets the last ten be taken back. */
export const LATEST = 10;

/** What was submitted from this page, oldest first. */
export class History {
  readonly state: Signal<readonly Done[]> = new Signal<readonly Done[]>([]);

  add(done: Done): void {
    this.state.set([...this.state.get().filter(({ id }) => id !== done.id), done].slice(-LATEST));
  }
  find(id: string): Done | undefined {
    return this.state.get().find((done) => done.id === id);
  }
  remove(id: string): void {
    this.state.set(this.state.get().filter((done) => done.id !== id));
  }
}
