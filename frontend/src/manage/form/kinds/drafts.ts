import type { Question, QuestionKind } from '../../../api';
import { type ChoiceDraft, choice } from './choice/draft';
import { type DialogueDraft, dialogue } from './dialogue/draft';
import type { DraftKind } from './kind';
import { type PreferenceDraft, preference } from './preference/draft';
import { type RankingDraft, ranking } from './ranking/draft';
import { type RatingDraft, rating } from './rating/draft';
import { type RegionsDraft, regions } from './regions/draft';
import { type SpansDraft, spans } from './spans/draft';
import { type TextDraft, text } from './text/draft';

export type OwnDraft =
  | ChoiceDraft
  | RatingDraft
  | RankingDraft
  | PreferenceDraft
  | TextDraft
  | SpansDraft
  | RegionsDraft
  | DialogueDraft;

/** Every kind that can be built, in the order in which they are offered. To add one, make its folder and name it here. */
const DRAFTS = { ranking, preference, rating, choice, text, dialogue, spans, regions } satisfies {
  [Kind in QuestionKind]: DraftKind<Extract<OwnDraft, { kind: Kind }>>;
};
export const KINDS = Object.keys(DRAFTS) as readonly QuestionKind[];

type Any = DraftKind<OwnDraft> & { read(question: Question, fixed: boolean): OwnDraft };
/** A draft is of its question's kind, so callers need not know which it is. */
export const draftKind = (kind: QuestionKind): Any => DRAFTS[kind] as unknown as Any;
