import type { ComponentType } from 'react';
import type { AnswerValue, Question } from '../api/types';

/** A response as the annotator sees it: its handle and the letter in its heading, in the order shown. */
export type Shown = { id: string; letter: string };

/** What keeps a value from being submitted; the words are in the `label` namespace under `gap`. */
export type Gap = { reason: 'missing' | 'unranked' | 'tied' } | { reason: 'short' | 'long'; by: number };

/** What a key does to the active question. `go` says where the annotator goes next by the keyboard. */
export type Press<Value> = { value: Value | undefined; go: 'stay' | 'response' | 'question' };

export type FieldProps<Q extends Question, Value extends AnswerValue> = {
  question: Q;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  responses: readonly Shown[];
  /** The response that the keyboard is at. */
  response: string | null;
  onResponse: (id: string) => void;
  /** Whether keys go to this question. */
  active: boolean;
  /** Unique on the page: names groups of radio buttons and ties labels to fields. */
  id: string;
  /** Little room: a row of a table over responses. */
  dense?: boolean;
};

/**
 * A kind of question: one folder with its rules (pure), its field and its keys.
 * The rules mirror annotation/forms/kinds on the server, which has the last word.
 */
export type Kind<Q extends Question, Value extends AnswerValue> = {
  isEmpty(value: Value): boolean;
  /** What is still wrong with a value that says something; null when it can be submitted. */
  gap(question: Q, value: Value, responses: readonly Shown[]): Gap | null;
  /** Whether this value is the one a `when` waits for. */
  meets(value: Value, equals: string | number): boolean;
  /** The value as it is sent. */
  canonical(question: Q, value: Value, responses: readonly Shown[]): Value;
  /** The value once the annotator has moved on. Only kinds that keep half-typed states have one. */
  settle?(value: Value, responses: readonly Shown[]): Value;
  /** What a single key (`1`, `y`, `0`) means here; null when it means nothing. */
  press(
    question: Q,
    value: Value | undefined,
    key: string,
    at: { response: string | null; responses: readonly Shown[] },
  ): Press<Value> | null;
  /** The answer in a few words, for lists. */
  summary(question: Q, value: Value, responses: readonly Shown[]): string;
  Field: ComponentType<FieldProps<Q, Value>>;
};
