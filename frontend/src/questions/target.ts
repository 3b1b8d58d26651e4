import type { Content, Message, Scope } from '../api/types';

/** A response as the annotator sees it: its handle and the letter in its heading, in the order shown. */
export type Shown = { id: string; letter: string };

/** What a question is asked about. annotation/forms/target.py is its twin on the server. */
export type Target = {
  /** The `on` of its answers: `item`, `responses.r1`, `messages.m1`, … */
  on: string;
  /** Its letter or number among its like; empty where there is only one. */
  label: string;
  /** Its own text, as the importer wrote it. */
  text: string;
  /** The handles of its own pictures. */
  pictures: readonly string[];
  /** Whether the conversation ends with words of the user, so that a response comes next. */
  awaits?: boolean;
  /** All responses of the item, in the order shown. */
  responses: readonly Shown[];
};

/** The content of an item as things that can be asked about. */
export type Subject = {
  content: Content;
  responses: readonly Shown[];
  /** In the order shown. */
  targets: (scope: Scope) => readonly Target[];
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const letterOf = (at: number): string =>
  at < 26 ? (LETTERS[at] ?? '') : `${LETTERS[Math.floor(at / 26) - 1]}${LETTERS[at % 26]}`;

type Written = { text?: string; images?: string[] };

export function subjectOf(content: Content): Subject {
  const responses = (content.responses ?? []).map(({ id }, at) => ({ id, letter: letterOf(at) }));
  const target = (on: string, label: string, { text = '', images = [] }: Written): Target => ({
    on,
    label,
    text,
    pictures: images,
    responses,
  });
  const listed = (key: string, list: readonly (Written & { id: string })[] | undefined, numbered = true) =>
    (list ?? []).map((each, at) =>
      target(`${key}.${each.id}`, numbered ? String(at + 1) : letterOf(at), each),
    );
  const { prompt, text, image, messages, context } = content;
  const makers: Record<Scope, () => Target[]> = {
    item: () => [
      {
        ...target('item', '', {
          text: text ?? prompt?.text ?? '',
          images: image === undefined ? (prompt?.images ?? []) : [image],
        }),
        awaits: messages?.at(-1)?.role === 'user',
      },
    ],
    responses: () => listed('responses', content.responses, false),
    turns: () => listed('turns', turnsOf(messages ?? [])),
    text: () => (text ? [target('text', '', { text })] : []),
    prompt: () => (prompt?.text ? [target('prompt', '', prompt)] : []),
    messages: () => listed('messages', messages).filter((each) => each.text),
    context: () => listed('context', context),
  };
  const made = new Map<Scope, Target[]>();
  return {
    content,
    responses,
    targets: (scope) => {
      const known = made.get(scope) ?? makers[scope]();
      made.set(scope, known);
      return known;
    },
  };
}

/**
 * The turns of a conversation: a message of the user and what follows it. A turn is called by its first message; its
 * text is what the assistant said last.
 */
export function turnsOf(messages: readonly Message[]): (Written & { id: string; messages: Message[] })[] {
  const turns: { id: string; messages: Message[] }[] = [];
  let begun = false;
  for (const message of messages) {
    const last = turns.at(-1);
    if (!last || (message.role === 'user' && begun)) turns.push({ id: message.id, messages: [message] });
    else last.messages.push(message);
    begun ||= message.role === 'user';
  }
  return turns.map((turn) => ({
    ...turn,
    text: turn.messages.findLast(({ role }) => role === 'assistant')?.text ?? '',
  }));
}
