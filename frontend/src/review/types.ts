import type { Answer, AssetView, Content, Form, Suggestion } from '../api/types';
import type { Anchor } from '../compare/Comparison';

// What the API says of reviews and adjudications, written by hand until the schema has it.
export type Named = { id: string; name: string };
export type VerdictName = 'accepted' | 'corrected' | 'returned' | 'rejected';

/** What a reviewer says beside the verdict, and about what. */
export type Remark = { text: string; anchor: Anchor | null };

/** An earlier verdict on somebody's answers, and what its author said to it. */
export type EarlierVerdict = {
  id: string;
  verdict: VerdictName;
  reason: string;
  comment: string;
  created_at: string;
  appeal: string;
  appealed_at: string | null;
  appeal_closed_at: string | null;
};

/** Something that the author and those who judge said to each other. */
export type Said = {
  id: string;
  by: 'author' | 'reviewer';
  text: string;
  anchor: Anchor | null;
  created_at: string;
  member: Named | null;
};

/** One person's answers; no member where reviewers are not to know whose they are. */
export type Judged = {
  id: string;
  revision: number;
  answers: Answer[];
  /** What the author said on their own, where a reviewer has changed it. */
  own_answers: Answer[] | null;
  form_version: number;
  seconds: number;
  submitted_at: string;
  member: Named | null;
  agreement: number | null;
  verdicts: EarlierVerdict[];
};

type Agreed = { mean: number | null; by_question: Record<string, number> };

/** What several people answered to one item, and the content as it was imported: ids and order are its own. */
type Work = {
  item: { id: string | null; external_id: string | null; agreement: number | null };
  project: Named;
  form: Form;
  content: Content;
  assets: Record<string, AssetView>;
  guidelines: string;
  lease_until: string | null;
  agreement: Agreed;
  /** Codes of reasons to choose from. */
  reasons: string[];
};

export type UpForReview = { assignment_id: string; annotation: Judged; comments: Said[] };
/** An item with the annotations that one reviewer judges; the others are there to compare with. */
export type ReviewWork = Work & { reviews: UpForReview[]; others: Judged[] };

/** An item about which people disagree, for one adjudicator to settle. */
export type AdjudicationWork = Work & {
  assignment_id: string;
  /** What a manager who asked for this said about it. */
  asked: string;
  annotations: {
    id: string;
    member: Named | null;
    /** A letter, in place of the member where nobody shall know who it is. */
    pseudonym: string | null;
    answers: Answer[];
    seconds: number;
    verdict: VerdictName | '';
  }[];
  suggestions: Suggestion[];
};

/** A change of one answer, for whoever reads a verdict later. */
export type Change = {
  question: string;
  on: string;
  before: Answer['value'] | null;
  after: Answer['value'] | null;
};

/** A verdict on one's own work. */
export type OwnVerdict = EarlierVerdict & {
  assignment_id: string;
  project: Named;
  changes: Change[];
};

/** A place to review in a project's list, or a verdict that was given. */
export type ReviewRow = {
  assignment_id: string;
  state: string;
  item: { id: string; external_id: string; agreement: number | null };
  annotation_id: string;
  member: Named;
  reviewer: Named | null;
  verdict: EarlierVerdict | null;
};

/** Why work came back; `questions` are those to answer, null for all. */
export type Returned = {
  because: 'verdict' | 'form' | 'content';
  comment: string;
  reason: string;
  questions: string[] | null;
  verdict_id: string | null;
};

/** What was said in an annotator's own thread, in the handles they see. */
export type OwnComment = {
  id: string;
  author: 'you' | 'manager';
  text: string;
  anchor: Anchor | null;
  created_at: string;
};
