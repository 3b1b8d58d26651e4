// Settings and form of a project are edited under one ETag, in two places of one page. What I saved in one place is no
// surprise in the other: an edit that went through under "1" and made "2" proves that nobody stood between the two.
const successors = new Map<string, string>();
const keyOf = (project: string, etag: string): string => `${project} ${etag}`;

/** Notes that an edit of mine under `before` went through and made `after`. */
export function noteOwnEdit(project: string, before: string, after: string): void {
  if (before !== after) successors.set(keyOf(project, before), after);
}

/** The ETag that `etag` has become by nothing but my own edits. */
export function afterOwnEdits(project: string, etag: string): string {
  let newest = etag;
  for (let next = successors.get(keyOf(project, newest)); next; next = successors.get(keyOf(project, newest)))
    newest = next;
  return newest;
}
