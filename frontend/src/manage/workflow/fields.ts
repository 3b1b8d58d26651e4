import type { ApiProblem } from '../../api';
import type { Names, Schedule } from './summary';
import type { Workflow } from './types';

/** What every block of the page is given. */
export type Block = {
  now: Workflow;
  set: (change: Partial<Workflow>) => void;
  /** What was refused at a place, by JSON pointer. */
  at: (pointer: string) => string | undefined;
  names: Names;
};
export type Timing = { schedule: Schedule; plan: (change: Partial<Schedule>) => void };

/** The first refusal at a place or within it. */
export const within = (problem: ApiProblem | null, pointer: string): string | undefined =>
  problem?.errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))
    ?.detail;
