import { api, ask } from '../api/client';
import type { components } from '../api/schema';
import type { Assignment } from '../api/types';

// What the flow of work asks of the API beyond claiming and submitting.
type Schemas = components['schemas'];
export type Comment = Schemas['OwnCommentShape'];
export type Summary = Schemas['SummaryShape'];
export type GuidelinesVersion = Schemas['GuidelinesShape'];

/** The work as claim gives it, with what was submitted as its draft. 409 `too-late` when it cannot be had any more. */
export const takeBack = (organisation: string, assignment_id: string): Promise<Assignment> =>
  ask(
    api.POST('/api/v1/{organisation}/assignments/{assignment_id}/take-back', {
      params: { path: { organisation, assignment_id } },
    }),
  );

/** The thread of an own assignment, oldest first. */
export const commentsOn = async (organisation: string, assignment_id: string): Promise<Comment[]> => {
  const page = await ask(
    api.GET('/api/v1/{organisation}/assignments/{assignment_id}/comments', {
      params: { path: { organisation, assignment_id } },
    }),
  );
  return page.results;
};

/** The guidelines of a project as they stood in a version. */
export const guidelinesOf = (
  organisation: string,
  project_id: string,
  version: number,
): Promise<GuidelinesVersion> =>
  ask(
    api.GET('/api/v1/{organisation}/projects/{project_id}/guidelines/{version}', {
      params: { path: { organisation, project_id, version } },
    }),
  );

export const sawGuidelines = (organisation: string, project_id: string, version: number): Promise<unknown> =>
  ask(
    api.POST('/api/v1/{organisation}/projects/{project_id}/guidelines/seen', {
      params: { path: { organisation, project_id } },
      body: { version },
    }),
  );

/** One's own figures since an ISO time. */
export const summarySince = (organisation: string, since: string): Promise<Summary> =>
  ask(
    api.GET('/api/v1/{organisation}/assignments/summary', {
      params: { path: { organisation }, query: { since } },
    }),
  );

/** An own assignment with its content and, once submitted, its answers. */
export const assignmentWithAnswers = (organisation: string, assignment_id: string) =>
  ask(
    api.GET('/api/v1/{organisation}/assignments/{assignment_id}', {
      params: { path: { organisation, assignment_id } },
    }),
  );

/** What was submitted last, newest first. */
export const lastSubmitted = async (organisation: string, limit: number) => {
  const page = await ask(
    api.GET('/api/v1/{organisation}/assignments', {
      params: { path: { organisation }, query: { state: 'submitted', limit } },
    }),
  );
  return page.results;
};
