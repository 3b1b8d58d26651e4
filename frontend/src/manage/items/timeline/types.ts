// Shapes of the API, as annotation/api/browse.py has them.
import type { Answer, AnswerValue, AssetView } from '../../../api';

type Person = { id: string; name: string };
export type Difference = {
  question: string;
  on: string;
  before: AnswerValue | null;
  after: AnswerValue | null;
};
/** One thing that happened to an item. `place` is the number of the place on it. */
export type Moment = {
  at: string;
  kind: string;
  actor: Person | null;
  place: number | null;
  data: Readonly<Record<string, unknown>>;
  diff: Difference[] | null;
};
/** An item's final answer. */
export type Resolution = {
  id: string;
  kind: 'agreed' | 'aggregated' | 'adjudicated';
  answers: Answer[];
  /** How probable its least certain answer is, where a probability decided. */
  certainty: number | null;
  /** What people differ on, nothing decided, and need not be answered. */
  left_out: { question: string; on: string }[];
  reason: string;
  comment: string;
  member: Person | null;
  created_at: string;
  assets: { readonly [id: string]: AssetView };
};
export type Verdict = 'accepted' | 'corrected' | 'returned' | 'rejected';
