// What a dialogue is and how it changes; annotation/forms/kinds/dialogue.py is its twin on the server.
import type { DialogueQuestion, DialogueValue, Span, WrittenResponse, WrittenTurn } from '../../api/types';
import { dense, insert, join, type Ranks, rankOf } from '../../rank/ranks';
import type { Gap } from '../kind';
import { letterOf } from '../target';
import { lengthOf } from '../text/rules';

export const LONGEST_TEXT = 100_000;
export const MOST_IMAGES = 20;
export const HUMAN = 'human';

type Block = { text: string; images: readonly string[] };

export const saysSomething = ({ text, images }: Block): boolean => text.trim() !== '' || images.length > 0;

// --- Making ---

export const blankResponse = (id: string): WrittenResponse => ({
  id,
  text: '',
  images: [],
  source: HUMAN,
  tags: [],
  spans: [],
  ratings: {},
});

/** A turn with as many empty responses as are asked for. */
export function blankTurn(question: DialogueQuestion, id: string): WrittenTurn {
  const responses = Array.from({ length: Math.max(1, question.min_responses) }, (_, at) =>
    blankResponse(`r${at + 1}`),
  );
  return {
    id,
    prompt: { text: '', images: [] },
    responses,
    ranks: responses.map(({ id: each }) => [each]),
    continues_with: null,
  };
}

export const begin = (question: DialogueQuestion): DialogueValue => ({ turns: [blankTurn(question, 't1')] });

/** What the page works on: a draft, a suggestion or a new dialogue, with everything in its place. */
export function whole(question: DialogueQuestion, value: DialogueValue | undefined): DialogueValue {
  if (!value || !(value.turns?.length > 0)) return begin(question);
  return {
    turns: value.turns.map((turn) => (isWhole(turn) ? turn : wholeTurn(turn))),
  };
}
function wholeTurn(turn: Partial<WrittenTurn> & { id: string }): WrittenTurn {
  const responses = (turn.responses ?? []).map((each) => ({ ...blankResponse(each.id), ...each }));
  return {
    ...turn,
    prompt: { text: turn.prompt?.text ?? '', images: turn.prompt?.images ?? [] },
    responses,
    ranks: rankedOf({ ranks: turn.ranks ?? [], responses }),
    continues_with: turn.continues_with ?? null,
  };
}
/** A turn made here stays the same object while others change, so that only what changed is drawn anew. */
const isWhole = (turn: WrittenTurn): boolean =>
  turn.prompt?.text !== undefined &&
  turn.prompt.images !== undefined &&
  turn.continues_with !== undefined &&
  turn.responses?.every(
    (each) => each.text !== undefined && each.images && each.tags && each.spans && each.ratings,
  ) &&
  turn.ranks?.every((rank) => rank.length > 0) &&
  turn.ranks.flat().length === turn.responses.length &&
  turn.responses.every(({ id }) => turn.ranks.some((rank) => rank.includes(id)));

/** Every response once, best first; what nobody ranked comes last. */
function rankedOf({ ranks, responses }: Pick<WrittenTurn, 'ranks' | 'responses'>): string[][] {
  const ids = responses.map(({ id }) => id);
  const known = dense(ranks.map((rank) => rank.filter((id) => ids.includes(id))));
  return [...known, ...ids.filter((id) => rankOf(known, id) === undefined).map((id) => [id])];
}

/** `r4` after `r1` and `r3`: an id never comes again, so that undoing is safe. */
function nextId(letter: 'r' | 't', used: readonly { id: string }[]): string {
  const numbers = used.map(({ id }) => Number(id.match(/^[rt](\d+)$/)?.[1] ?? 0));
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

/** The letter that a response keeps however it is moved. */
export function letterIn({ responses }: Pick<WrittenTurn, 'responses'>, id: string): string {
  const number = Number(id.match(/^r(\d+)$/)?.[1] ?? 0);
  return letterOf(number > 0 ? number - 1 : responses.findIndex((each) => each.id === id));
}

// --- Changing ---

export const withTurn = (
  value: DialogueValue,
  id: string,
  change: (turn: WrittenTurn) => WrittenTurn,
): DialogueValue => ({ turns: value.turns.map((turn) => (turn.id === id ? change(turn) : turn)) });

export const withResponse = (
  turn: WrittenTurn,
  id: string,
  change: (response: WrittenResponse) => WrittenResponse,
): WrittenTurn => ({
  ...turn,
  responses: turn.responses.map((response) => (response.id === id ? change(response) : response)),
});

/** A new response, last in the order, and its id. */
export function addResponse(turn: WrittenTurn): { turn: WrittenTurn; id: string } {
  const id = nextId('r', turn.responses);
  return {
    id,
    turn: {
      ...turn,
      responses: [...turn.responses, blankResponse(id)],
      ranks: [...turn.ranks, [id]],
    },
  };
}

export function removeResponse(turn: WrittenTurn, id: string): WrittenTurn {
  return {
    ...turn,
    responses: turn.responses.filter((response) => response.id !== id),
    ranks: dense(turn.ranks.map((rank) => rank.filter((each) => each !== id))),
    continues_with: turn.continues_with === id ? null : turn.continues_with,
  };
}

/** Puts back a response of an earlier state of the turn, where it stood in the order; the rest stays as it is now. */
export function restoreResponse(turn: WrittenTurn, before: WrittenTurn, id: string): WrittenTurn {
  const response = before.responses.find((each) => each.id === id);
  if (!response || turn.responses.some((each) => each.id === id)) return turn;
  const rank = rankOf(before.ranks, id) ?? before.ranks.length;
  const mate = before.ranks[rank - 1]?.find((each) => each !== id && rankOf(turn.ranks, each));
  const responses = [...turn.responses, response].sort(
    (a, b) => placeIn(before.responses, a.id) - placeIn(before.responses, b.id),
  );
  return {
    ...turn,
    responses,
    ranks: mate
      ? join([...turn.ranks, [id]], id, rankOf(turn.ranks, mate) ?? 1)
      : insert(turn.ranks, id, rank - 1),
    continues_with: before.continues_with === id ? id : turn.continues_with,
  };
}
const placeIn = (responses: readonly { id: string }[], id: string): number => {
  const at = responses.findIndex((each) => each.id === id);
  return at < 0 ? responses.length : at;
};

export function addTurn(
  question: DialogueQuestion,
  value: DialogueValue,
): { value: DialogueValue; id: string } {
  const id = nextId('t', value.turns);
  return { id, value: { turns: [...value.turns, blankTurn(question, id)] } };
}

export const removeTurn = (value: DialogueValue, id: string): DialogueValue => ({
  turns: value.turns.filter((turn) => turn.id !== id),
});

export function restoreTurn(value: DialogueValue, before: DialogueValue, id: string): DialogueValue {
  const turn = before.turns.find((each) => each.id === id);
  if (!turn || value.turns.some((each) => each.id === id)) return value;
  const turns = [...value.turns, turn].sort(
    (a, b) => placeIn(before.turns, a.id) - placeIn(before.turns, b.id),
  );
  return { turns };
}

export const ranked = (turn: WrittenTurn, change: (ranks: Ranks) => string[][]): WrittenTurn => ({
  ...turn,
  ranks: change(turn.ranks),
});

// --- Reading ---

/** The responses as they are ranked, best first; tied ones in the order they were written. */
export function inOrder(turn: WrittenTurn): WrittenResponse[] {
  return turn.ranks.flatMap((rank) => turn.responses.filter(({ id }) => rank.includes(id)));
}

/** A response that nobody has begun: it is not sent. */
export const isBlank = (response: WrittenResponse): boolean =>
  !saysSomething(response) && response.tags.length === 0 && Object.keys(response.ratings).length === 0;

export const written = (turn: WrittenTurn): WrittenResponse[] =>
  turn.responses.filter((response) => !isBlank(response));

/** The response that the next turn goes on from: the chosen one, else the best that says something. */
export function continuing(turn: WrittenTurn): WrittenResponse | undefined {
  const said = inOrder(turn).filter(saysSomething);
  return said.find(({ id }) => id === turn.continues_with) ?? said[0];
}

const isBlankTurn = (turn: WrittenTurn): boolean =>
  !saysSomething(turn.prompt) && turn.responses.every(isBlank);

/** A draft may lack any part. */
const blockSays = (block: Partial<Block> | undefined): boolean =>
  saysSomething({ text: block?.text ?? '', images: block?.images ?? [] });

export const isEmpty = ({ turns }: DialogueValue): boolean =>
  !(turns ?? []).some(({ prompt, responses }) => blockSays(prompt) || (responses ?? []).some(blockSays));

/** Without what was never begun: empty responses, and empty turns at the end. */
function pruned(value: DialogueValue): DialogueValue {
  const last = value.turns.findLastIndex((turn) => !isBlankTurn(turn));
  return {
    turns: value.turns.slice(0, last + 1).map((turn) => {
      const responses = written(turn);
      return { ...turn, responses, ranks: rankedOf({ ranks: turn.ranks, responses }) };
    }),
  };
}

/** Where something is missing: in a turn, in one of its responses or in its prompt (no response named). */
export type Missing = { turn: string | null; response: string | null; gap: Gap };

/** All that keeps a dialogue from being submitted, from its beginning. `awaits`: its first turn needs no prompt. */
export function missingIn(question: DialogueQuestion, value: DialogueValue, awaits: boolean): Missing[] {
  const { turns } = pruned(whole(question, value));
  const found = turns.flatMap((turn, at) => missingInTurn(question, turn, at > 0 || !awaits));
  if (turns.length < question.min_turns) found.push({ turn: null, response: null, gap: { reason: 'turns' } });
  return found;
}

function missingInTurn(question: DialogueQuestion, turn: WrittenTurn, prompted: boolean): Missing[] {
  const here = (gap: Gap | null, response: string | null = null): Missing[] =>
    gap ? [{ turn: turn.id, response, gap }] : [];
  return [
    ...here(prompted && !saysSomething(turn.prompt) ? { reason: 'prompt' } : tooLong(turn.prompt.text)),
    ...turn.responses.flatMap((each) => here(missingInResponse(question, each), each.id)),
    ...here(turn.responses.length < question.min_responses ? { reason: 'responses' } : null),
    ...here(!question.ties && turn.ranks.some((rank) => rank.length > 1) ? { reason: 'tied' } : null),
  ];
}

function missingInResponse(question: DialogueQuestion, response: WrittenResponse): Gap | null {
  if (!saysSomething(response)) return { reason: 'response' };
  const long = tooLong(response.text);
  if (long) return long;
  if (question.ratings.some(({ name }) => response.ratings[name] === undefined)) return { reason: 'unrated' };
  if (response.spans.some(({ labels }) => labels.length === 0)) return { reason: 'unlabelled' };
  return null;
}

function tooLong(text: string): Gap | null {
  if (text.length <= LONGEST_TEXT) return null;
  const by = lengthOf(text) - LONGEST_TEXT;
  return by > 0 ? { reason: 'long', by } : null;
}

export function canonical(question: DialogueQuestion, value: DialogueValue): DialogueValue {
  return {
    turns: pruned(whole(question, value)).turns.map((turn) => ({
      id: turn.id,
      prompt: { text: turn.prompt.text, images: turn.prompt.images },
      responses: turn.responses.map((each) => canonicalResponse(question, each)),
      ranks: inPlace(turn),
      continues_with: continuing(turn)?.id ?? null,
    })),
  };
}

const inPlace = ({ ranks, responses }: WrittenTurn): string[][] =>
  ranks.map((rank) => rank.toSorted((a, b) => placeIn(responses, a) - placeIn(responses, b)));

function canonicalResponse(question: DialogueQuestion, response: WrittenResponse): WrittenResponse {
  const { id, text, images, source, tags, spans, ratings } = response;
  return {
    id,
    text,
    images,
    source: source || HUMAN,
    tags: question.tags.map(({ value }) => value).filter((tag) => tags.includes(tag)),
    spans: canonicalSpans(
      spans,
      question.labels.map(({ value }) => value),
    ),
    ratings: Object.fromEntries(
      question.ratings.flatMap(({ name }) => (ratings[name] === undefined ? [] : [[name, ratings[name]]])),
    ),
  };
}

/** By start, end and labels, each once. */
function canonicalSpans(spans: readonly Span[], labels: readonly string[]): Span[] {
  const known = spans.map((span) => ({
    ...span,
    labels: labels.filter((label) => span.labels.includes(label)),
  }));
  const once = new Map(known.map((span) => [`${span.start} ${span.end} ${span.labels.join('\n')}`, span]));
  const order = (span: Span) => span.labels.map((label) => labels.indexOf(label));
  return [...once.values()].sort((a, b) => a.start - b.start || a.end - b.end || compare(order(a), order(b)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++)
    if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  return a.length - b.length;
}

/** How much was written: turns, and responses in all of them. */
export function sizeOf(value: DialogueValue): { turns: number; responses: number } {
  const said = (value.turns ?? []).map(({ prompt, responses }) => ({
    asked: blockSays(prompt),
    answered: (responses ?? []).filter(blockSays).length,
  }));
  return {
    turns: said.filter(({ asked, answered }) => asked || answered > 0).length,
    responses: said.reduce((sum, { answered }) => sum + answered, 0),
  };
}

type Names = { prompt: (number: number) => string; response: (letter: string, rank: number) => string };
/** Every word that was written, responses from best to worst, each text under the name of what it is. */
export function transcript(question: DialogueQuestion, value: DialogueValue, names: Names): string {
  const { turns } = pruned(whole(question, value));
  return turns
    .flatMap((turn, at) => [
      [names.prompt(at + 1), turn.prompt.text],
      ...inOrder(turn).map(({ id, text }) => [
        names.response(letterIn(turn, id), rankOf(turn.ranks, id) ?? 0),
        text,
      ]),
    ])
    .map(([name, text]) => `${name}\n${text}`)
    .join('\n\n');
}
