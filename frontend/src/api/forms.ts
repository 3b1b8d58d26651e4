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

/** What a question is asked about. Spans are marked on texts, named by the key of the content that holds them. */
export type Scope = 'item' | 'responses' | 'turns' | 'text' | 'prompt' | 'messages' | 'context';
type Common = {
  name: string;
  title: string;
  help?: string;
  scope: Scope;
  required: boolean;
  when?: { question: string; equals: string | number } | null;
};
/** An option of a hierarchy names its parent, which stands before it. */
export type ChoiceOption = Option & { parent?: string };
export type ChoiceQuestion = Common & {
  kind: 'choice';
  multiple: boolean;
  unsure: boolean;
  other: boolean;
  leaves_only?: boolean;
  options: ChoiceOption[];
};
export type RatingQuestion = Common & { kind: 'rating'; options: Point[] };
export type RankingQuestion = Common & { kind: 'ranking'; ties: boolean };
/** Grades of strength, weakest first. */
export type PreferenceQuestion = Common & {
  kind: 'preference';
  strengths: { value: number; title: string }[];
  tie: boolean;
  both_bad: boolean;
};
/** Lengths in Unicode code points. `edits`: it starts as a copy of what it is asked about. */
export type TextQuestion = Common & {
  kind: 'text';
  min_length?: number;
  max_length?: number;
  markdown?: boolean;
  edits?: boolean;
};
export type SpansQuestion = Common & {
  kind: 'spans';
  options: Option[];
  overlap: boolean;
  multiple: boolean;
  snap: 'word' | 'character';
};
export type Shape = 'box' | 'rotated_box' | 'polygon' | 'point' | 'line';
export type RegionsQuestion = Common & {
  kind: 'regions';
  shapes: Shape[];
  options: Option[];
  multiple: boolean;
};
/** Options are tags of a whole response; labels mark spans of its text. */
export type DialogueQuestion = Common & {
  kind: 'dialogue';
  min_turns: number;
  max_turns: number;
  min_responses: number;
  max_responses: number;
  ties: boolean;
  prompt_images: boolean;
  response_images: boolean;
  tags: Option[];
  labels: Option[];
  ratings: { name: string; title: string; options: { value: number; title: string }[] }[];
};
export type Question =
  | ChoiceQuestion
  | RatingQuestion
  | RankingQuestion
  | PreferenceQuestion
  | TextQuestion
  | SpansQuestion
  | RegionsQuestion
  | DialogueQuestion;
export type QuestionKind = Question['kind'];
export type ContentKey = 'prompt' | 'messages' | 'text' | 'image' | 'context' | 'responses';
export type Form = { version: number; shows: ContentKey[]; questions: Question[] };

export type ChoiceValue = { choices: string[]; other?: string; unsure?: boolean };
export type RatingValue = { rating: number };
/** Best first; several ids on one rank are a tie. */
export type RankingValue = { ranks: string[][] };
/** A strength where one is preferred, else the reason why none is. */
export type PreferenceValue = { preferred: string | null; strength?: number; reason?: 'tie' | 'both_bad' };
export type TextValue = { text: string };
/** In code points of the source, end exclusive. */
export type Span = { start: number; end: number; labels: string[] };
export type SpansValue = { spans: Span[] };
/** Pixels of the picture as it is displayed; `image` counts the target's pictures from 0. */
export type Region = { shape: Shape; points: number[][]; labels: string[]; image?: number };
export type RegionsValue = { regions: Region[] };
export type WrittenResponse = {
  id: string;
  text: string;
  images: string[];
  source: string;
  tags: string[];
  spans: Span[];
  ratings: Record<string, number>;
};
export type WrittenTurn = {
  id: string;
  prompt: { text: string; images: string[] };
  responses: WrittenResponse[];
  ranks: string[][];
  continues_with: string | null;
};
export type DialogueValue = { turns: WrittenTurn[] };
export type AnswerValue =
  | ChoiceValue
  | RatingValue
  | RankingValue
  | PreferenceValue
  | TextValue
  | SpansValue
  | RegionsValue
  | DialogueValue;
/** `on` is `item`, `text`, `prompt`, or `responses|turns|messages|context.<id>`. */
export type Answer = { question: string; on: string; value: AnswerValue };
/** What a model or an import proposes. */
export type Suggestion = { id: string; agent: string; score: number | null; answers: Answer[] };

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
