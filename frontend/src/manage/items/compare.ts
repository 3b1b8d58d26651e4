import type { Annotation, Answer, AnswerValue, Content, Form, Question } from '../../api';

export type Row = {
  key: string;
  title: string;
  /** The response that the question was asked about, as its letter; empty for the whole item. */
  on: string;
  question: Question | undefined;
  /** One entry per annotation, in their order; undefined where the person gave no answer. */
  values: (AnswerValue | undefined)[];
  /** Two people said different things. */
  differ: boolean;
};

/** A, B, … Z, AA: how responses are called on the screen, in the order of the content. */
export const letter = (index: number): string =>
  (index >= 26 ? letter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

export const letters = (content: Content): Map<string, string> =>
  new Map((content.responses ?? []).map(({ id }, index) => [id, letter(index)]));

/** Everybody's answers to one item side by side: a row for each question and what it was asked about. */
export function compare(form: Form, content: Content, annotations: readonly Annotation[]): Row[] {
  const order = [
    ...form.questions.map(({ name }) => name),
    ...annotations.flatMap(({ answers }) => answers.map(({ question }) => question)),
  ];
  const called = letters(content);
  return [...new Set(order)].flatMap((name) => {
    const question = form.questions.find((each) => each.name === name);
    return places(name, content, annotations).map((on) => {
      const values = annotations.map(({ answers }) => answers.find(is(name, on))?.value);
      const response = on.replace(/^responses\./, '');
      return {
        key: `${name}/${on}`,
        title: question?.title ?? name,
        on: on === 'item' ? '' : (called.get(response) ?? response),
        question,
        values,
        differ: new Set(values.filter(Boolean).map(sorted)).size > 1,
      };
    });
  });
}

const is =
  (name: string, on: string) =>
  (answer: Answer): boolean =>
    answer.question === name && answer.on === on;

/** What a question was answered about, in the order of the content. */
function places(name: string, content: Content, annotations: readonly Annotation[]): string[] {
  const given = new Set(
    annotations.flatMap(({ answers }) =>
      answers.filter(({ question }) => question === name).map(({ on }) => on),
    ),
  );
  const known = ['item', ...(content.responses ?? []).map(({ id }) => `responses.${id}`)];
  return [...known.filter((on) => given.has(on)), ...[...given].filter((on) => !known.includes(on))];
}

/** The order within a set of choices or a tie carries no meaning. */
function sorted(value: AnswerValue | undefined): string {
  if (value && 'ranks' in value) return JSON.stringify(value.ranks.map((rank) => rank.toSorted()));
  if (value && 'choices' in value) return JSON.stringify({ ...value, choices: value.choices.toSorted() });
  return JSON.stringify(value);
}

/** A value as words; texts are returned as they are. */
export function valueWords(
  value: AnswerValue,
  question: Question | undefined,
  called: ReadonlyMap<string, string>,
  words: { unsure: string; other: string },
): string {
  if ('ranks' in value)
    return value.ranks.map((rank) => rank.map((id) => called.get(id) ?? id).join(' = ')).join(' › ');
  if ('rating' in value)
    return [String(value.rating), titleOf(question, value.rating)].filter(Boolean).join(' · ');
  if ('text' in value) return value.text;
  if (!('choices' in value)) return JSON.stringify(value);
  return [
    ...value.choices.map((choice) => titleOf(question, choice) || choice),
    value.other ? `${words.other}: ${value.other}` : '',
    value.unsure ? words.unsure : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function titleOf(question: Question | undefined, value: string | number): string {
  const options: readonly { value: string | number; title: string }[] =
    question && 'options' in question ? question.options : [];
  return options.find((option) => option.value === value)?.title ?? '';
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
