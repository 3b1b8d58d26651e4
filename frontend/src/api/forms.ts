// The JSON of forms, content and answers, exactly. OpenAPI only says "object" for these, because every kind of question
// has keys of its own; annotation/forms on the server checks them.

export type Colour =
  | ''
  | 'gray'
  | 'red'
  | 'pink'
  | 'grape'
  | 'violet'
  | 'indigo'
  | 'blue'
  | 'cyan'
  | 'teal'
  | 'green'
  | 'lime'
  | 'yellow'
  | 'orange';
type Choosable<Value> = { value: Value; title: string; key?: string; colour?: Colour; description?: string };
export type Option = Choosable<string>;
export type Point = Choosable<number>;

type Common = {
  name: string;
  title: string;
  help?: string;
  scope: 'item' | 'responses';
  required: boolean;
  when?: { question: string; equals: string | number } | null;
};
export type ChoiceQuestion = Common & {
  kind: 'choice';
  multiple: boolean;
  unsure: boolean;
  other: boolean;
  options: Option[];
};
export type RatingQuestion = Common & { kind: 'rating'; options: Point[] };
export type RankingQuestion = Common & { kind: 'ranking'; ties: boolean };
/** Lengths in Unicode code points. */
export type TextQuestion = Common & {
  kind: 'text';
  min_length?: number;
  max_length?: number;
  markdown?: boolean;
};
export type Question = ChoiceQuestion | RatingQuestion | RankingQuestion | TextQuestion;
export type QuestionKind = Question['kind'];
export type ContentKey = 'prompt' | 'messages' | 'text' | 'image' | 'context' | 'responses';
export type Form = { version: number; shows: ContentKey[]; questions: Question[] };

export type ChoiceValue = { choices: string[]; other?: string; unsure?: boolean };
export type RatingValue = { rating: number };
/** Best first; several ids on one rank are a tie. */
export type RankingValue = { ranks: string[][] };
export type TextValue = { text: string };
export type AnswerValue = ChoiceValue | RatingValue | RankingValue | TextValue;
/** `on` is `item` or `responses.<id>`. */
export type Answer = { question: string; on: string; value: AnswerValue };

export type Message = {
  id: string;
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
  images?: string[];
};
export type ContextDocument = { id: string; title?: string; text: string };
export type CandidateResponse = {
  id: string;
  text: string;
  images?: string[];
  source?: string;
  model?: string;
};
export type Content = {
  prompt?: { text: string; images?: string[] };
  messages?: Message[];
  text?: string;
  image?: string;
  context?: ContextDocument[];
  responses?: CandidateResponse[];
};
