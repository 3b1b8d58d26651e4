/** What a project's list tells of each person beyond their grants. */
export type Placed = {
  /** The most items they may answer here; null for as many as there are. */
  most_items: number | null;
  /** '' at work, 'new' finishing what came back, 'full' not at all. */
  paused: Pause;
  paused_because: string;
  given: number;
  answered: number;
  /** Why they get no work; null where they do. */
  not_eligible: string | null;
};
export type Pause = '' | 'new' | 'full';
