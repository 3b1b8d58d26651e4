import type { Content, Form } from '../api/types';

/**
 * How an item fills the screen:
 * `three` source | responses | answers · `above` short source over the responses | answers · `two` source | answers ·
 * `write` source | wide answers, where all there is to do is to write · `compose` source | most of the screen, where
 * prompts and responses are written side by side · `picture` a picture to draw on | answers.
 */
export type Shape = 'three' | 'above' | 'two' | 'write' | 'compose' | 'picture';

const SHORT = 700;

/** Whether all there is to do is to write, so that work begins in a text field. */
export const isWritten = ({ questions }: Form): boolean =>
  questions.every(({ kind }) => kind === 'text' || kind === 'dialogue');

export function shapeOf(form: Form, content: Content): Shape {
  const shows = (key: Form['shows'][number]) => form.shows.includes(key);
  if (!shows('responses') || !content.responses?.length)
    return composes(form) ? 'compose' : draws(form) ? 'picture' : isWritten(form) ? 'write' : 'two';
  const long =
    (shows('context') && content.context?.length) ||
    (shows('messages') && content.messages?.length) ||
    (shows('image') && content.image) ||
    (shows('prompt') && content.prompt?.images?.length) ||
    lengthOf(form, content) > SHORT;
  return long ? 'three' : 'above';
}

const QUICK: ReadonlySet<string> = new Set(['choice', 'rating', 'preference']);
const QUICK_LENGTH = 900;

/** Whether several of such items fit on a page: answered by single keys, and short. */
export const isQuick = ({ form, content }: { form: Form; content: Content }): boolean =>
  form.questions.every(({ kind, scope }) => QUICK.has(kind) && (scope === 'item' || scope === 'responses')) &&
  !(form.shows.includes('context') && content.context?.length) &&
  !(form.shows.includes('messages') && content.messages?.length) &&
  lengthOf(form, content) +
    (content.responses ?? []).reduce((sum, { text }) => sum + (text ?? '').length, 0) <=
    QUICK_LENGTH;

const draws = ({ questions }: Form): boolean => questions.some(({ kind }) => kind === 'regions');
const composes = ({ questions }: Form): boolean => questions.some(({ kind }) => kind === 'dialogue');

const lengthOf = (form: Form, content: Content): number =>
  (form.shows.includes('prompt') ? (content.prompt?.text?.length ?? 0) : 0) +
  (form.shows.includes('text') ? (content.text?.length ?? 0) : 0);
