import type { Answer, Content } from '../../api';

/** A gold item as the list has it; `correct` is the share of answers that were right, null before the first. */
export type Gold = {
  item_id: string;
  external_id: string;
  answers: Answer[];
  hints: Record<string, string>;
  created_by: { id: string; name: string } | null;
  created_at: string;
  given: number;
  correct: number | null;
};

/** A share of right answers among `n`, with its Wilson interval; null before the first. */
export type Figure = {
  n: number;
  correct: number;
  score: number | null;
  low: number | null;
  high: number | null;
};
export type Score = Figure & {
  member: { id: string; name: string };
  by_question: (Figure & { question: string })[];
};

export type GoldRow = {
  external_id: string;
  content?: Content;
  answers: Answer[];
  hints?: Record<string, string>;
};
