import { Signal } from './signal';

/** How right one answer to a training item was; the hint is empty where it was right, or where hints aren't given. */
export type Mark = { question: string; on: string; correct: boolean; hint: string };
/** What a training project says of a submission: the share that was right, from 0 to 1. */
export type Feedback = { score: number; marks: Mark[] };
/** What was said last, and of which assignment. */
export type Heard = { assignment: string; feedback: Feedback };

export const heard = new Signal<Heard | null>(null);

/** Takes the feedback out of what a submission was answered with. */
export function hearFeedback(assignment: string, told: unknown): void {
  const { feedback } = (told ?? {}) as { feedback?: Feedback | null };
  if (feedback) heard.set({ assignment, feedback });
}
