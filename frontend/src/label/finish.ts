import { newKey } from '../api/key';
import { summaryOf } from './summary';
import { countDone } from './today';
import type { FedItem, Workbench } from './workbench';

/** Hands the answer to the outbox; the draft goes only when the outbox holds it on disk. */
export function finish(bench: Workbench, done: FedItem, verb: 'submit' | 'skip', reason: string): void {
  done.watch.tick();
  const seconds = done.watch.seconds();
  const answers = verb === 'submit' ? done.item.final() : [];
  const at = Date.now();
  const suggestions = verb === 'submit' ? done.item.outcomes() : [];
  const sent = bench.outbox.add({
    key: newKey(),
    assignment: done.id,
    project: done.assignment.project,
    verb,
    answers,
    reason,
    seconds,
    ...(suggestions.length > 0 && { suggestions }),
    ...(bench.sentOnce.delete(done.id) && { again: true }),
    at,
    tries: 0,
    summary: verb === 'submit' ? summaryOf(done.item.form, done.item.subject, answers) : [],
  });
  // The rest can wait until the next item is on the screen.
  void sent.then(() => {
    void bench.drafts.drop(done.id);
    if (verb !== 'submit') return;
    countDone(seconds, done.assignment.project.id, at);
    bench.history.add({ id: done.id, assignment: done.assignment, answers, seconds, at });
  });
}
