import { api, ask, idempotent, rememberCsrf } from '../api/client';
import { type ApiProblem, asProblem } from '../api/problem';
import type { Owner } from './db';
import { hearFeedback } from './feedback';
import type { Outgoing, Queued, Sent } from './outbox';

/** Delivers an annotator's records. */
export const senderFor = (owner: Owner) => sending(owner, (outgoing: Outgoing) => deliver(owner, outgoing));

/** Delivers one record, and says what became of it. */
export const sending =
  <Kept extends Queued>(owner: Owner, deliver: (outgoing: Kept) => Promise<unknown>) =>
  async (outgoing: Kept): Promise<Sent> => {
    try {
      await deliver(outgoing);
      return 'sent';
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.signedOut) return 'signedOut';
      // Only an answer of the server that says no is a refusal; a cut connection or a proxy's page is not.
      if (problem.passing || problem.status < 400) return 'later';
      // A session that was renewed elsewhere has another token; asking who is there fetches it.
      if (problem.type === 'csrf') return (await isStill(owner)) ? 'later' : 'signedOut';
      // Somebody else may have signed in through another tab: then nothing is refused, only not ours to send now.
      if ([403, 404].includes(problem.status) && !(await isStill(owner))) return 'signedOut';
      return { refused: wordsOf(problem) };
    }
  };

async function deliver(owner: Owner, outgoing: Outgoing): Promise<void> {
  try {
    await put(owner, outgoing);
  } catch (thrown) {
    if (!outgoing.again || asProblem(thrown).type !== 'assignment-closed') throw thrown;
    // The answer that was taken back here had reached the server, whose reply was lost.
    await ask(
      api.POST('/api/v1/{organisation}/assignments/{assignment_id}/take-back', {
        params: { path: { organisation: owner.organisation, assignment_id: outgoing.assignment } },
      }),
    );
    await put(owner, { ...outgoing, key: `${outgoing.key}-again` });
  }
}

function put(
  owner: Owner,
  { assignment, answers, seconds, suggestions, reason, key, verb }: Outgoing,
): Promise<unknown> {
  const params = {
    path: { organisation: owner.organisation, assignment_id: assignment },
    header: idempotent(key),
  };
  return verb === 'submit'
    ? ask(
        api.POST('/api/v1/{organisation}/assignments/{assignment_id}/submit', {
          params,
          body: { answers, seconds, ...(suggestions?.length ? { suggestions } : {}) },
        }),
      ).then((told) => hearFeedback(assignment, told))
    : ask(api.POST('/api/v1/{organisation}/assignments/{assignment_id}/skip', { params, body: { reason } }));
}

async function isStill(owner: Owner): Promise<boolean> {
  try {
    const me = await ask(api.GET('/api/v1/me'));
    rememberCsrf(me.csrf_token);
    return me.user.id === owner.user;
  } catch {
    return false;
  }
}

const wordsOf = (problem: ApiProblem): string =>
  [problem.title, problem.detail, ...problem.errors.map(({ detail }) => detail)].filter(Boolean).join(' · ');
