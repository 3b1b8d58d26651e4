import type { Colour, Form, Question, QuestionKind, Scope } from '../../api';
import { newKey } from '../../api/key';

// A form under the editor's hands. Questions and options carry a key of their own, so that moving them about neither
// loses the focus nor the errors that the server put on them. Everything here is pure: a draft in, a draft out.

export type ContentKey = Form['shows'][number];
export const CONTENT_KEYS: readonly ContentKey[] = [
  'prompt',
  'messages',
  'text',
  'image',
  'context',
  'responses',
];
export const KINDS: readonly QuestionKind[] = ['choice', 'rating', 'ranking', 'text'];
export const COLOURS = [
  '',
  'gray',
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
] as const satisfies readonly Colour[];
export const FEWEST_POINTS = 2;
export const MOST_POINTS = 11;

export type DraftOption = {
  id: string;
  value: string | number;
  title: string;
  key: string;
  colour: Colour;
  description: string;
  /** Answers may hold this value already: it is shown, not edited. */
  fixed: boolean;
};
export type DraftQuestion = {
  id: string;
  name: string;
  kind: QuestionKind;
  title: string;
  help: string;
  scope: Scope;
  required: boolean;
  when: { question: string; equals: string | number } | null;
  /** Answers may name this question already. */
  fixed: boolean;
  /** Somebody typed the name; it no longer follows the title. */
  named: boolean;
  options: DraftOption[];
  multiple: boolean;
  unsure: boolean;
  other: boolean;
  ties: boolean;
  min_length: number;
  max_length: number | null;
  markdown: boolean;
};
export type DraftForm = { version: number; shows: ContentKey[]; questions: DraftQuestion[] };

export const newId = (): string => newKey().slice(0, 8);

/** `saved`: the form is in use, so the names that answers refer to stay as they are. */
export function toDraft(form: Form, saved: boolean): DraftForm {
  return {
    version: form.version,
    shows: [...form.shows],
    questions: form.questions.map((question) => draftQuestion(question, saved)),
  };
}

function draftQuestion(question: Question, saved: boolean): DraftQuestion {
  const { options, ...own } = { options: [], ...question };
  return {
    ...BLANK,
    ...(own as Partial<DraftQuestion>),
    id: newId(),
    name: question.name,
    kind: question.kind,
    help: question.help ?? '',
    when: question.when ?? null,
    fixed: saved,
    named: true,
    options: options.map((option) => ({
      id: newId(),
      value: option.value,
      title: option.title,
      key: option.key ?? '',
      colour: option.colour ?? '',
      description: option.description ?? '',
      fixed: saved,
    })),
  };
}

const BLANK = {
  title: '',
  help: '',
  scope: 'item',
  required: true,
  when: null,
  fixed: false,
  named: false,
  options: [],
  multiple: false,
  unsure: false,
  other: false,
  ties: true,
  min_length: 0,
  max_length: null,
  markdown: false,
} satisfies Partial<DraftQuestion>;

/** The form as the API takes it: only the keys that its kinds know. */
export function toForm(draft: DraftForm): Form {
  return { version: draft.version, shows: draft.shows, questions: draft.questions.map(toQuestion) };
}

function toQuestion(draft: DraftQuestion): Question {
  const common = {
    name: draft.name,
    title: draft.title,
    help: draft.help,
    scope: draft.scope,
    required: draft.required,
    ...(draft.when ? { when: draft.when } : {}),
  };
  if (draft.kind === 'ranking') return { ...common, kind: 'ranking', ties: draft.ties };
  if (draft.kind === 'text') {
    const { min_length, max_length, markdown } = draft;
    return { ...common, kind: 'text', min_length, ...(max_length === null ? {} : { max_length }), markdown };
  }
  const options = draft.options.map(({ id: _, fixed: __, ...option }) => option);
  if (draft.kind === 'rating')
    return {
      ...common,
      kind: 'rating',
      options: options.map((each) => ({ ...each, value: Number(each.value) })),
    };
  const { multiple, unsure, other } = draft;
  return {
    ...common,
    kind: 'choice',
    multiple,
    unsure,
    other,
    options: options.map((each) => ({ ...each, value: String(each.value) })),
  };
}

/** Two drafts say the same to the server. */
export const sameForm = (one: DraftForm, other: DraftForm): boolean =>
  JSON.stringify(toForm(one)) === JSON.stringify(toForm(other));

export const emptyDraft = (): DraftForm => ({ version: 1, shows: ['prompt'], questions: [] });

// Questions

/** A new question at the end, ready to be filled in; what it is about is shown from now on. */
export function addQuestion(
  draft: DraftForm,
  kind: QuestionKind,
  titles: StarterTitles,
  id: string = newId(),
): DraftForm {
  const question: DraftQuestion = {
    ...BLANK,
    id,
    kind,
    name: machineName(kind, names(draft)),
    options: starterOptions(kind, titles),
  };
  return withSubject({ ...draft, questions: [...draft.questions, question] });
}

export type StarterTitles = { yes: string; no: string; points: readonly [string, string, string] };

function starterOptions(kind: QuestionKind, { yes, no, points }: StarterTitles): DraftOption[] {
  if (kind === 'choice') return [option('yes', yes), option('no', no)];
  if (kind === 'rating') return points.map((title, index) => option(index + 1, title));
  return [];
}

const option = (value: string | number, title: string): DraftOption => ({
  id: newId(),
  value,
  title,
  key: '',
  colour: '',
  description: '',
  fixed: false,
});

/** Questions about responses need the responses on the screen. */
function withSubject(draft: DraftForm): DraftForm {
  const needed = draft.questions.some(({ kind, scope }) => kind === 'ranking' || scope === 'responses');
  return needed && !draft.shows.includes('responses')
    ? { ...draft, shows: [...draft.shows, 'responses'] }
    : draft;
}

export function changeQuestion(draft: DraftForm, id: string, change: Partial<DraftQuestion>): DraftForm {
  const before = draft.questions.find((question) => question.id === id);
  if (!before) return draft;
  const after = followed(draft, { ...before, ...change });
  const questions = draft.questions.map((question) => {
    if (question.id === id) return after;
    const waits = question.when?.question === before.name && question.when;
    return waits ? { ...question, when: { ...waits, question: after.name } } : question;
  });
  return withSubject({ ...draft, questions });
}

/** The name of a new question follows its title until somebody types a name. */
function followed(draft: DraftForm, question: DraftQuestion): DraftQuestion {
  if (question.fixed || question.named || !question.title.trim()) return question;
  const others = names(draft).filter((_, index) => draft.questions[index]?.id !== question.id);
  return { ...question, name: machineName(question.title, others) };
}

/** Without the question; what waited for its answer no longer waits. */
export function removeQuestion(draft: DraftForm, id: string): DraftForm {
  const gone = draft.questions.find((question) => question.id === id)?.name;
  return {
    ...draft,
    questions: draft.questions
      .filter((question) => question.id !== id)
      .map((question) => (question.when?.question === gone ? { ...question, when: null } : question)),
  };
}

export const moveQuestion = (draft: DraftForm, id: string, by: -1 | 1): DraftForm => ({
  ...draft,
  questions: moved(draft.questions, id, by),
});

/** The earlier questions that a `when` may wait for, with the values it may wait for. */
export function awaitable(draft: DraftForm, id: string): DraftQuestion[] {
  const at = draft.questions.findIndex((question) => question.id === id);
  const scope = draft.questions[at]?.scope;
  return draft.questions
    .slice(0, Math.max(0, at))
    .filter(({ options, scope: theirs }) => options.length > 0 && (theirs === 'item' || theirs === scope));
}

export function toggleShown(draft: DraftForm, key: ContentKey): DraftForm {
  const shows = draft.shows.includes(key)
    ? draft.shows.filter((each) => each !== key)
    : CONTENT_KEYS.filter((each) => each === key || draft.shows.includes(each));
  return withSubject({ ...draft, shows });
}

// Options

const withOptions = (
  draft: DraftForm,
  id: string,
  edit: (options: DraftOption[]) => DraftOption[],
): DraftForm => ({
  ...draft,
  questions: draft.questions.map((question) =>
    question.id === id ? { ...question, options: edit(question.options) } : question,
  ),
});

/** One more option; a scale grows by the next whole number. */
export function addOption(draft: DraftForm, id: string): DraftForm {
  const question = draft.questions.find((each) => each.id === id);
  if (!question) return draft;
  const last = question.options.at(-1)?.value;
  const value =
    question.kind === 'rating'
      ? Number(last ?? 0) + 1
      : machineName(
          'option',
          question.options.map((each) => String(each.value)),
        );
  return withOptions(draft, id, (options) => [...options, option(value, '')]);
}

export const changeOption = (
  draft: DraftForm,
  id: string,
  optionId: string,
  change: Partial<DraftOption>,
): DraftForm =>
  withOptions(draft, id, (options) =>
    options.map((each) => (each.id === optionId ? named(each, change, options) : each)),
  );

/** The stored value of a new choice follows its title until somebody types another one. */
function named(before: DraftOption, change: Partial<DraftOption>, options: DraftOption[]): DraftOption {
  const after = { ...before, ...change };
  if (after.fixed || typeof after.value === 'number' || !change.title?.trim()) return after;
  const others = options.filter(({ id }) => id !== after.id).map(({ value }) => String(value));
  const follows = !before.title.trim() || before.value === machineName(before.title, others, 'option');
  return follows ? { ...after, value: machineName(change.title, others, 'option') } : after;
}

export const removeOption = (draft: DraftForm, id: string, optionId: string): DraftForm =>
  withOptions(draft, id, (options) => options.filter((each) => each.id !== optionId));

export const moveOption = (draft: DraftForm, id: string, optionId: string, by: -1 | 1): DraftForm =>
  withOptions(draft, id, (options) => moved(options, optionId, by));

function moved<Row extends { id: string }>(rows: readonly Row[], id: string, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.id === id);
  const to = from + by;
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (from < 0 || to < 0 || to >= rows.length || !row) return [...rows];
  next.splice(to, 0, row);
  return next;
}

const names = (draft: DraftForm): string[] => draft.questions.map(({ name }) => name);

/** A name for machines out of a title: a-z, 0-9 and _, beginning with a letter, and not among the taken ones. */
export function machineName(title: string, taken: readonly string[], fallback = 'question'): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  const stem = plain || fallback;
  let name = stem;
  for (let count = 2; taken.includes(name); count++) name = `${stem}_${count}`;
  return name;
}
