import type { Person } from '../../api';

/** How things stand with a person of the project beyond their grants. */
export type Placed = Pick<
  Person,
  'most_items' | 'paused' | 'paused_because' | 'paused_reason' | 'given' | 'answered' | 'not_eligible'
>;
/** '' at work, 'new' finishing what came back, 'full' not at all. */
export type Pause = Person['paused'];
