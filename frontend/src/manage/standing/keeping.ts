import type { components } from '../../api/schema';

type Schemas = components['schemas'];

/** There are no figures yet: those of a large project are worked out in the background. */
export type BeingWorkedOut = Schemas['BeingWorkedOutShape'];
/** Of when figures are, how many answers there were since, and whether newer ones will be there soon. */
export type Kept = Pick<Schemas['ModelFiguresShape'], 'counted_at' | 'answers_since' | 'being_worked_out'>;

export const isBeingWorkedOut = (data: object): data is BeingWorkedOut => 'state' in data;

const SOON = 2_000;
type Asked = { state: { data: object | undefined } };

/** How soon to ask again: while figures, or newer ones, are being worked out. */
export const untilWorkedOut = ({ state: { data } }: Asked): number | false =>
  data && (isBeingWorkedOut(data) || ('being_worked_out' in data && data.being_worked_out)) ? SOON : false;
