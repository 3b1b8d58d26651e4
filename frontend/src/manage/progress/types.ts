// Shapes of the API, as annotation/api/progress.py has them.
import type { ItemState } from '../items/browse/types';

export type Day = { day: string; submitted: number; seconds: number; items_done: number };
export type Forecast = {
  remaining_places: number;
  done_by: string | null;
  low: string | null;
  high: string | null;
  /** How sure the forecast is that the end lies between `low` and `high`, from 0 to 1. */
  confidence: number;
  because: string | null;
};
export type PersonDone = {
  member: { id: string; name: string };
  submitted: number;
  skipped: number;
  seconds: number;
};
export type Progress = {
  items: number;
  done: number;
  open: number;
  states: Partial<Record<ItemState, number>>;
  people: PersonDone[];
  by_day: Day[];
  pace: { per_day: number | null; per_person_hour: number | null };
  forecast: Forecast | null;
  ageing: { oldest_open: string | null; median_open_days: number | null; over_due: number };
  last_submitted_at: string | null;
};

/** What a person did, in all projects. */
export type MemberProgress = Pick<Progress, 'by_day' | 'pace'> & {
  by_project: {
    project: { id: string; name: string };
    submitted: number;
    skipped: number;
    seconds: number;
  }[];
};
