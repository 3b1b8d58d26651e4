import { newKey } from '../api/key';
import { summaryOf } from './summary';
import { countDone } from './today';
import type { FedItem, Workbench } from './workbench';

/** Hands the answer to the outbox; the draft goes only when the outbox holds it on disk. */
export function finish(bench: Workbench, done: FedItem, verb: 'submit' | 'skip', reason: string): void {
  done.watch.tick();
  const seconds = done.watch.seconds();
  const answers = verb === 'submit' ? done.item.final() : [];
  void bench.outbox
    .add({
      key: newKey(),
      assignment: done.id,
      project: done.assignment.project,
      verb,
      answers,
      reason,
      seconds,
      at: Date.now(),
      tries: 0,
      summary: verb === 'submit' ? summaryOf(done.item.form, done.item.subject, answers) : [],
    })
    .then(() => bench.drafts.drop(done.id));
  if (verb === 'submit') countDone(seconds);
}
