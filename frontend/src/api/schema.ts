// The one place that says where the API's types come from: config/openapi.yaml, through `npm run gen`, with the JSON
// that OpenAPI leaves open filled in from forms.ts.
import type { AnswerValue, Content, ContentKey, Form, Question } from './forms';
import type { components as Components, paths as Paths } from './schema.gen';

type Open = { [key: string]: unknown };
/** Keys whose values OpenAPI calls "some object" or "anything", and what they are. */
type Exact = {
  content: Content;
  example: Content;
  form: Form;
  questions: Question[];
  shows: ContentKey[];
  value: AnswerValue;
};
type IsOpen<Value> = unknown extends Value ? true : IsOpenObject<NonNullable<Value>>;
type IsOpenObject<Value> = Value extends string[]
  ? string extends Value[number]
    ? true
    : false
  : Value extends Open | Open[]
    ? string extends keyof (Value extends Open[] ? Value[number] : Value)
      ? true
      : false
    : false;
type Refined<Type> = {
  [Key in keyof Type]: Key extends keyof Exact
    ? IsOpen<Type[Key]> extends true
      ? Exact[Key]
      : Refined<Type[Key]>
    : Refined<Type[Key]>;
};

export type paths = Refined<Paths>;
export type components = Refined<Components>;
