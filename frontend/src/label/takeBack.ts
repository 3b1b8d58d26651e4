import '../i18n/tools';
import { asProblem } from '../api/problem';
import type { Assignment } from '../api/types';
import type { TFunction } from '../i18n';
import { assignmentWithAnswers, lastSubmitted, takeBack } from './calls';
import { uncountDone } from './today';
import type { LabelFeed, Workbench } from './workbench';

/** Takes back what was submitted last, here or elsewhere; false when there is nothing. Throws what the server refuses. */
export async function takeBackLast(bench: Workbench, feed: LabelFeed): Promise<boolean> {
  const here = bench.history.state.get().at(-1)?.id;
  const id = here ?? (await lastSubmitted(bench.owner.organisation, 1))[0]?.id;
  if (id === undefined) return false;
  await takeBackWork(bench, feed, id);
  return true;
}

/** Has an assignment back as the current item, with what was submitted as its draft. */
export async function takeBackWork(bench: Workbench, feed: LabelFeed, id: string): Promise<void> {
  await feed.bringBack(await reopened(bench, id));
}

/** The same where no desk is open: it waits for the next one, and is the first item there. Returns its project. */
export async function takeBackForLater(bench: Workbench, id: string): Promise<string> {
  const work = await reopened(bench, id);
  bench.takenBack.push(work);
  return work.project.id;
}

async function reopened(bench: Workbench, id: string): Promise<Assignment> {
  const work = (await fromOutbox(bench, id)) ?? (await fromServer(bench, id));
  const done = bench.history.find(id);
  if (done) uncountDone(done.at);
  bench.history.remove(id);
  return work;
}

/** What was not sent yet never leaves this machine. */
async function fromOutbox(bench: Workbench, id: string): Promise<Assignment | null> {
  const outgoing = await bench.outbox.withdraw(id);
  if (!outgoing) return null;
  try {
    const work =
      bench.history.find(id)?.assignment ?? (await assignmentWithAnswers(bench.owner.organisation, id));
    await bench.drafts.restore(id, outgoing.answers, outgoing.seconds, true);
    if (outgoing.tries > 0) bench.sentOnce.add(id);
    return { ...work, draft: null };
  } catch (thrown) {
    await bench.outbox.add(outgoing);
    throw thrown;
  }
}

async function fromServer(bench: Workbench, id: string): Promise<Assignment> {
  const work = await takeBack(bench.owner.organisation, id);
  const answers = work.draft?.answers ?? [];
  await bench.drafts.restore(id, answers, bench.history.find(id)?.seconds ?? 0, false);
  return work;
}

/** Why something cannot be had back, for people. */
export function tooLateWords(t: TFunction<'label'>, thrown: unknown): string {
  const problem = asProblem(thrown);
  if (problem.offline) return t('takeBack.offline');
  return problem.type === 'too-late' ? t('takeBack.tooLate', { why: problem.detail }) : problem.message;
}
