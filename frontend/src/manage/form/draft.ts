import type { Form, Question, QuestionKind, Scope } from '../../api';
import { draftKind, KINDS, type OwnDraft } from './kinds/drafts';
import type { Words } from './kinds/kind';
import { machineName, newId } from './names';
import type { DraftOption } from './options';

// A form under the editor's hands. Questions and options carry a key of their own, so that moving them about neither
// loses the focus nor the errors that the server put on them. Everything here is pure: a draft in, a draft out.
// What only one kind has is in its folder of kinds/.

export { KINDS, machineName, newId };

export type ContentKey = Form['shows'][number];
export const CONTENT_KEYS: readonly ContentKey[] = [
  'prompt',
  'messages',
  'text',
  'image',
  'context',
  'responses',
];

/** Everything that some kind of question may be asked about. */
export const SCOPES: readonly Scope[] = [...new Set(KINDS.flatMap((kind) => draftKind(kind).scopes))];

type Condition = { question: string; equals: string | number };
type DraftCommon = {
  id: string;
  name: string;
  title: string;
  help: string;
  scope: Scope;
  required: boolean;
  when: Condition | null;
  /** Answers may name this question already. */
  fixed: boolean;
  /** Somebody typed the name; it no longer follows the title. */
  named: boolean;
};
export type DraftQuestion = DraftCommon & OwnDraft;
export type DraftOf<Kind extends QuestionKind> = DraftCommon & Extract<OwnDraft, { kind: Kind }>;
/** Some fields of a question, of whatever kind. */
export type Change = Partial<DraftCommon> & { [key: string]: unknown };
export type DraftForm = { version: number; shows: ContentKey[]; questions: DraftQuestion[] };

/** `saved`: the form is in use, so the names that answers refer to stay as they are. */
export function toDraft(form: Form, saved: boolean): DraftForm {
  return {
    version: form.version,
    shows: [...form.shows],
    questions: form.questions.map((question) => draftQuestion(question, saved)),
  };
}

function draftQuestion(question: Question, saved: boolean): DraftQuestion {
  const { name, title, help, scope, required, when } = question;
  return {
    id: newId(),
    name,
    title: title ?? '',
    help: help ?? '',
    scope,
    required: required ?? true,
    when: when ?? null,
    fixed: saved,
    named: true,
    ...draftKind(question.kind).read(question, saved),
  };
}

/** The form as the API takes it: only the keys that its kinds know. */
export function toForm(draft: DraftForm): Form {
  return { version: draft.version, shows: draft.shows, questions: draft.questions.map(toQuestion) };
}

function toQuestion(draft: DraftQuestion): Question {
  const { id: _, fixed: __, named: ___, name, title, help, scope, required, when, ...own } = draft;
  return {
    name,
    title,
    help,
    scope,
    required,
    ...(when ? { when } : {}),
    ...draftKind(draft.kind).write(own as OwnDraft),
  } as Question;
}

/** Two drafts say the same to the server. */
export const sameForm = (one: DraftForm, other: DraftForm): boolean =>
  JSON.stringify(toForm(one)) === JSON.stringify(toForm(other));

export const emptyDraft = (): DraftForm => ({ version: 1, shows: ['prompt'], questions: [] });

/**
 * A form that was written elsewhere (as JSON) in place of this one. What is called the same is the same: it keeps its
 * key, and what answers refer to stays fixed. `saved` is where it all began, for names that come back.
 */
export function adopt(before: DraftForm, form: Form, saved: DraftForm = before): DraftForm {
  const draft = toDraft(form, false);
  const known = [...before.questions, ...saved.questions];
  return {
    ...draft,
    version: before.version,
    questions: draft.questions.map((question) => {
      const own = known.find(({ name, kind }) => name === question.name && kind === question.kind);
      return own ? recognised(own, question) : question;
    }),
  };
}

type Row = { id?: string; value?: unknown; name?: unknown; fixed?: boolean };
/** Takes over the ids and marks of what has the same name or value, all the way down. */
function recognised<Value extends Row>(before: Value, after: Value): Value {
  const known = Object.entries(after).map(([key, value]) => {
    const old = before[key as keyof Value];
    if (!Array.isArray(value) || !Array.isArray(old)) return [key, value];
    const rows = value.map((row: Row) => {
      const own = old.find((each: Row) => each?.id && each.value === row?.value && each.name === row?.name);
      return own ? recognised(own, row) : row;
    });
    return [key, rows];
  });
  return { ...Object.fromEntries(known), id: before.id, fixed: before.fixed };
}

// Questions

/** A new question at the end, ready to be filled in; what it is about is shown from now on. */
export function addQuestion(
  draft: DraftForm,
  kind: QuestionKind,
  words: Words,
  id: string = newId(),
): DraftForm {
  const question: DraftQuestion = {
    id,
    name: machineName(kind, names(draft)),
    title: '',
    help: '',
    scope: startScope(draft, kind),
    required: true,
    when: null,
    fixed: false,
    named: false,
    ...draftKind(kind).blank(words),
  };
  return withSubject({ ...draft, questions: [...draft.questions, question] });
}

/** Where the kind begins, or the first thing that is on the screen anyway. */
function startScope(draft: DraftForm, kind: QuestionKind): Scope {
  const { scopes, needs } = draftKind(kind);
  const there = (scope: Scope): boolean => needs(scope).some((key) => draft.shows.includes(key));
  return scopes.find((scope) => scope === 'item' || there(scope)) ?? scopes[0] ?? 'item';
}

/** What questions are about must be on the screen. */
function withSubject(draft: DraftForm): DraftForm {
  let { shows } = draft;
  for (const { kind, scope } of draft.questions) {
    const needed = draftKind(kind).needs(scope);
    const [first] = needed;
    if (first && !needed.some((key) => shows.includes(key))) shows = withKey(shows, first);
  }
  return shows === draft.shows ? draft : { ...draft, shows };
}

/** The keys of the content that some question is about: they cannot be hidden. */
export const neededKeys = (draft: DraftForm): ContentKey[] =>
  draft.questions.flatMap(({ kind, scope }) => {
    const shown = draftKind(kind)
      .needs(scope)
      .filter((key) => draft.shows.includes(key));
    return shown.length === 1 ? shown : [];
  });

/** Any edit of one question; a scope that its kind does not have is never kept. */
export function changeQuestion(draft: DraftForm, id: string, change: Change): DraftForm {
  const before = draft.questions.find((question) => question.id === id);
  if (!before) return draft;
  const after = followed(draft, { ...before, ...change } as DraftQuestion);
  const questions = draft.questions.map((question) => {
    if (question.id === id) return after;
    const waits = question.when?.question === before.name && question.when;
    return waits ? { ...question, when: { ...waits, question: after.name } } : question;
  });
  return withSubject({ ...draft, questions });
}

/** An edit that builds on what the question has just become. */
export function editQuestion(
  draft: DraftForm,
  id: string,
  change: (question: DraftQuestion) => Change,
): DraftForm {
  const question = draft.questions.find((each) => each.id === id);
  return question ? changeQuestion(draft, id, change(question)) : draft;
}

/** The name of a new question follows its title until somebody types a name. */
function followed(draft: DraftForm, question: DraftQuestion): DraftQuestion {
  if (question.fixed || question.named || !question.title.trim()) return question;
  const others = names(draft).filter((_, index) => draft.questions[index]?.id !== question.id);
  return { ...question, name: machineName(question.title, others) };
}

/** The same question once more, right behind, with keys of its own. */
export function duplicateQuestion(draft: DraftForm, id: string, title: string, copyId = newId()): DraftForm {
  const at = draft.questions.findIndex((question) => question.id === id);
  const original = draft.questions[at];
  if (!original) return draft;
  const copy = {
    ...fresh(original),
    id: copyId,
    title,
    name: machineName(title, names(draft)),
    named: false,
  };
  return {
    ...draft,
    questions: [...draft.questions.slice(0, at + 1), copy, ...draft.questions.slice(at + 1)],
  };
}

/** New ids all the way down, and nothing that answers refer to. */
function fresh<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(fresh) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) =>
    key === 'id' ? [key, newId()] : key === 'fixed' ? [key, false] : [key, fresh(each)],
  );
  return Object.fromEntries(entries) as Value;
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

/** Takes back a removal: the question stands where it stood, and what waited for it waits again. */
export function restoreQuestion(draft: DraftForm, before: DraftForm, id: string): DraftForm {
  const at = before.questions.findIndex((question) => question.id === id);
  const gone = before.questions[at];
  if (!gone || draft.questions.some((question) => question.id === id)) return draft;
  const taken = names(draft).includes(gone.name);
  const name = taken ? machineName(gone.name, names(draft)) : gone.name;
  const waited = new Map(
    before.questions.flatMap((each) => (each.when?.question === gone.name ? [[each.id, each.when]] : [])),
  );
  const questions = draft.questions.map((question) => {
    const when = waited.get(question.id);
    return when && !question.when ? { ...question, when: { ...when, question: name } } : question;
  });
  return withSubject({
    ...draft,
    questions: [...questions.slice(0, at), { ...gone, name }, ...questions.slice(at)],
  });
}

export function moveQuestion(draft: DraftForm, id: string, by: -1 | 1): DraftForm {
  const at = draft.questions.findIndex((question) => question.id === id);
  return { ...draft, questions: movedTo(draft.questions, at, at + by) };
}

/** Dropped before or after another question. */
export function dropQuestion(
  draft: DraftForm,
  id: string,
  target: string,
  edge: 'before' | 'after',
): DraftForm {
  const from = draft.questions.findIndex((question) => question.id === id);
  return { ...draft, questions: dropped(draft.questions, from, placeOf(draft, target), edge) };
}
const placeOf = (draft: DraftForm, id: string): number =>
  draft.questions.findIndex((question) => question.id === id);

/** The earlier questions that a `when` may wait for, with the values it may wait for. */
export function awaitable(
  draft: DraftForm,
  id: string,
): { question: DraftQuestion; values: readonly DraftOption[] }[] {
  const at = placeOf(draft, id);
  const scope = draft.questions[at]?.scope;
  return draft.questions.slice(0, Math.max(0, at)).flatMap((question) => {
    const values = draftKind(question.kind).awaited?.(question) ?? [];
    const reaches = question.scope === 'item' || question.scope === scope;
    return values.length > 0 && reaches ? [{ question, values }] : [];
  });
}

/** A condition that can no longer be met, because what it waits for is gone or stands later now. */
export const isLost = (draft: DraftForm, question: DraftQuestion): boolean =>
  question.when !== null &&
  !awaitable(draft, question.id).some(
    ({ question: { name }, values }) =>
      name === question.when?.question && values.some(({ value }) => value === question.when?.equals),
  );

// What is shown

export function toggleShown(draft: DraftForm, key: ContentKey): DraftForm {
  const shows = draft.shows.includes(key)
    ? draft.shows.filter((each) => each !== key)
    : withKey(draft.shows, key);
  return withSubject({ ...draft, shows });
}

/** A new part stands where it usually does; the others stay in the order that was chosen. */
function withKey(shows: readonly ContentKey[], key: ContentKey): ContentKey[] {
  const before = CONTENT_KEYS.slice(0, CONTENT_KEYS.indexOf(key));
  const at = shows.findLastIndex((each) => before.includes(each)) + 1;
  return [...shows.slice(0, at), key, ...shows.slice(at)];
}

export function moveShown(draft: DraftForm, key: ContentKey, by: -1 | 1): DraftForm {
  const at = draft.shows.indexOf(key);
  return { ...draft, shows: movedTo(draft.shows, at, at + by) };
}
export const dropShown = (
  draft: DraftForm,
  key: ContentKey,
  target: ContentKey,
  edge: 'before' | 'after',
): DraftForm => ({
  ...draft,
  shows: dropped(draft.shows, draft.shows.indexOf(key), draft.shows.indexOf(target), edge),
});

function movedTo<Each>(rows: readonly Each[], from: number, to: number): Each[] {
  const next = [...rows];
  if (from < 0 || to < 0 || to >= rows.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

function dropped<Each>(rows: readonly Each[], from: number, onto: number, edge: 'before' | 'after'): Each[] {
  if (from < 0 || onto < 0 || from === onto) return [...rows];
  const to = onto + (edge === 'after' ? 1 : 0) - (from < onto ? 1 : 0);
  return movedTo(rows, from, to);
}

const names = (draft: DraftForm): string[] => draft.questions.map(({ name }) => name);
