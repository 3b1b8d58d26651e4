import type { Answer, AnswerValue, Content, Form, Question, Region, Scope } from '../api/types';
import { kindOf } from '../questions/kinds';
import { letterOf, type Subject, subjectOf, type Target } from '../questions/target';

export type Row = {
  key: string;
  title: string;
  /** What the question was asked about: its letter or number, empty for the whole item; what has gone keeps its name. */
  on: string;
  /** The part of the content that it belongs to; null for what the content no longer has. */
  part: Scope | null;
  target: Target;
  question: Question | undefined;
  /** One entry per person, in their order; undefined where the person gave no answer. */
  values: (AnswerValue | undefined)[];
  /** Two people said different things, where that can be told by comparing. */
  differ: boolean;
};

type Given = { answers: readonly Answer[] };

/** A, B, … Z, AA: how responses are called on the screen, in the order of the content. */
export const letter = letterOf;

const SCOPES: readonly Scope[] = ['item', 'text', 'prompt', 'messages', 'turns', 'context', 'responses'];

/** Everybody's answers to one item side by side: a row for each question and what it was asked about. */
export function compare(form: Form, content: Content, given: readonly Given[]): Row[] {
  const order = [
    ...form.questions.map(({ name }) => name),
    ...given.flatMap(({ answers }) => answers.map(({ question }) => question)),
  ];
  const known = knownTargets(subjectOf(content));
  return [...new Set(order)].flatMap((name) => {
    const question = form.questions.find((each) => each.name === name);
    return places(name, [...known.keys()], given).map((on): Row => {
      const values = given.map(({ answers }) => answers.find(is(name, on))?.value);
      const place = known.get(on);
      return {
        key: `${name}/${on}`,
        title: question?.title ?? name,
        on: place ? place.target.label : on.replace(/^responses\./, ''),
        part: place?.scope ?? null,
        target: place?.target ?? lost(on, known),
        question,
        values,
        differ: comparable(question) && new Set(values.filter(Boolean).map(sorted)).size > 1,
      };
    });
  });
}

type Place = { scope: Scope; target: Target };

/** Everything that the content has to be asked about, by the `on` of its answers. */
function knownTargets(subject: Subject): Map<string, Place> {
  const places = SCOPES.flatMap((scope) => subject.targets(scope).map((target) => ({ scope, target })));
  return new Map(places.map((place) => [place.target.on, place]));
}

/** For what answers were given about and the content has no more. */
const lost = (on: string, known: ReadonlyMap<string, Place>): Target => ({
  on,
  label: '',
  text: '',
  pictures: [],
  responses: known.get('item')?.target.responses ?? [],
});

/** What people write is never the same, and says nothing about whether they agree. */
const comparable = (question: Question | undefined): boolean =>
  question?.kind !== 'text' && question?.kind !== 'dialogue';

const is =
  (name: string, on: string) =>
  (answer: Answer): boolean =>
    answer.question === name && answer.on === on;

/** What a question was answered about, in the order of the content. */
function places(name: string, known: readonly string[], given: readonly Given[]): string[] {
  const answered = new Set(
    given.flatMap(({ answers }) => answers.filter(({ question }) => question === name).map(({ on }) => on)),
  );
  return [...known.filter((on) => answered.has(on)), ...[...answered].filter((on) => !known.includes(on))];
}

/** Nobody draws to the same pixel: what was found is compared, not where it ends. */
const drawnAs = ({ shape, labels, image = 0 }: Region): string =>
  JSON.stringify([image, shape, labels.toSorted()]);

/** The order within a set of choices or a tie carries no meaning. */
function sorted(value: AnswerValue | undefined): string {
  if (value && 'ranks' in value) return JSON.stringify(value.ranks.map((rank) => rank.toSorted()));
  if (value && 'regions' in value) return JSON.stringify(value.regions.map(drawnAs).sort());
  if (value && 'choices' in value) return JSON.stringify({ ...value, choices: value.choices.toSorted() });
  return JSON.stringify(value);
}

/** A value in the words of its kind (which `loadKinds` has fetched); texts in full. */
export function valueWords(
  value: AnswerValue,
  { question, target }: Pick<Row, 'question' | 'target'>,
): string {
  if ('text' in value) return value.text;
  return question ? kindOf(question).summary(question, value, target) : bareWords(value);
}

/** A value whose question is gone from the form: nobody knows its titles any more. */
function bareWords(value: AnswerValue): string {
  if ('rating' in value) return String(value.rating);
  if ('choices' in value) return [...value.choices, value.other].filter(Boolean).join(', ');
  return JSON.stringify(value);
}

/** The first words of what an item shows, for a line in a list. */
export function glimpse(content: Content): string {
  const text =
    content.prompt?.text ||
    content.text ||
    content.messages?.at(-1)?.text ||
    content.responses?.[0]?.text ||
    '';
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** The ids of the images that a content shows, each once, in the order of their first appearance. */
export const picturesOf = ({ image, prompt, messages = [], responses = [] }: Content): string[] => [
  ...new Set([
    ...(image ? [image] : []),
    ...[prompt, ...messages, ...responses].flatMap((block) => block?.images ?? []),
  ]),
];
