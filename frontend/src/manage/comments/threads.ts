import type { components } from '../../api/schema';

export type Comment = components['schemas']['CommentShape'];
export type ThreadOf = {
  /** The annotator's assignment; null for what managers and reviewers say among themselves. */
  assignment: string | null;
  comments: readonly Comment[];
};

/** The comments on an item by whom they are with: each annotator has a thread; the managers' own stands last. */
export function threads(comments: readonly Comment[]): ThreadOf[] {
  const found = new Map<string | null, Comment[]>();
  for (const comment of comments)
    found.set(comment.assignment_id, [...(found.get(comment.assignment_id) ?? []), comment]);
  return [...found]
    .map(([assignment, list]) => ({ assignment, comments: list }))
    .sort((one, other) => Number(one.assignment === null) - Number(other.assignment === null));
}

/** How many wait for somebody: "12", or "50+" where not all were counted. */
export function countWords(pages: readonly { results: readonly unknown[]; next: string | null }[]): string {
  const count = pages.reduce((sum, { results }) => sum + results.length, 0);
  return count === 0 ? '' : `${count}${pages.at(-1)?.next ? '+' : ''}`;
}
