import type { Root } from 'hast';
import type { ComponentType } from 'react';
import type { AnswerValue, Question } from '../api/types';
import type { Item } from '../label/item';
import type { Picture } from '../label/ready';
import type { Shown, Target } from './target';

export type { Shown, Target } from './target';

/** What keeps a value from being submitted; the words are in the `label` namespace under `gap`. */
export type Gap =
  | { reason: 'missing' | 'unranked' | 'tied' | 'unlabelled' | 'unfinished' | 'strength' | 'leaf' }
  | { reason: 'prompt' | 'response' | 'responses' | 'turns' | 'unrated' | 'uploading' }
  | { reason: 'short' | 'long'; by: number };

/** What a key does to the active question. `go` says where the annotator goes next by the keyboard. */
export type Press<Value> = { value: Value | undefined; go: 'stay' | 'target' | 'question' };

export type FieldProps<Q extends Question, Value extends AnswerValue> = {
  question: Q;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  target: Target;
  /** The response that the keyboard is at. */
  response: string | null;
  onResponse: (id: string) => void;
  /** Whether keys go to this question. */
  active: boolean;
  /** Unique on the page: names groups of radio buttons and ties labels to fields. */
  id: string;
  /** The item on the screen, for fields that work together with a surface. */
  item: Item;
  /** Whether the item is on the screen, and not the next one that waits below it. */
  live: boolean;
  /** Little room: a row of a table over responses. */
  dense?: boolean;
};

/** A text or the pictures of the content, for the questions that are answered on it: marking, drawing. */
type SurfaceProps = {
  item: Item;
  target: Target;
  /** The questions of the kind that ask about this target and are shown. */
  questions: readonly Question[];
  live: boolean;
};
export type TextSurfaceProps = SurfaceProps & {
  source: string;
  /** The parsed text, with source positions; absent while it is being parsed. */
  tree: Root | undefined;
  /** Whether the annotator wants to see the text as it was typed. */
  raw: boolean;
};
export type PictureSurfaceProps = SurfaceProps & {
  pictures: readonly (Picture | undefined)[];
  onZoom: (at: number) => void;
};

/**
 * A kind of question: one folder with its rules (pure), its field and its keys, loaded where a form asks for it.
 * The rules mirror annotation/forms/kinds on the server, which has the last word.
 */
export type Kind<Q extends Question, Value extends AnswerValue> = {
  isEmpty(value: Value): boolean;
  /** What is still wrong with a value that says something; null when it can be submitted. */
  gap(question: Q, value: Value, target: Target): Gap | null;
  /** Whether this value is the one a `when` waits for. */
  meets(value: Value, equals: string | number): boolean;
  /** The value as it is sent. */
  canonical(question: Q, value: Value, target: Target): Value;
  /** The value once the annotator has moved on. Only kinds that keep half-typed states have one. */
  settle?(value: Value, responses: readonly Shown[]): Value;
  /** What a single key (`1`, `y`, `0`) means here; null when it means nothing. */
  press(
    question: Q,
    value: Value | undefined,
    key: string,
    at: { response: string | null; target: Target },
  ): Press<Value> | null;
  /** The answer in a few words, for lists. */
  summary(question: Q, value: Value, target: Target): string;
  /** All its words, to be read and copied; kinds whose summary leaves some out have it. */
  inFull?(question: Q, value: Value): string;
  Field: ComponentType<FieldProps<Q, Value>>;
  /** Draws a text of the content in place of the plain text, so that it can be answered on. */
  Text?: ComponentType<TextSurfaceProps>;
  /** Draws pictures of the content, so that they can be answered on. */
  Pictures?: ComponentType<PictureSurfaceProps>;
};
