import type { Content, Form } from '../api/types';

/**
 * How an item fills the screen:
 * `three` source | responses | answers · `above` short source over the responses | answers · `two` source | answers ·
 * `write` source | wide answers, where all there is to do is to write.
 */
export type Shape = 'three' | 'above' | 'two' | 'write';

const SHORT = 700;

export function shapeOf(form: Form, content: Content): Shape {
  const shows = (key: Form['shows'][number]) => form.shows.includes(key);
  if (!shows('responses') || !content.responses?.length)
    return form.questions.every(({ kind }) => kind === 'text') ? 'write' : 'two';
  const long =
    (shows('context') && content.context?.length) ||
    (shows('messages') && content.messages?.length) ||
    (shows('image') && content.image) ||
    (shows('prompt') && content.prompt?.images?.length) ||
    lengthOf(form, content) > SHORT;
  return long ? 'three' : 'above';
}

const lengthOf = (form: Form, content: Content): number =>
  (form.shows.includes('prompt') ? (content.prompt?.text?.length ?? 0) : 0) +
  (form.shows.includes('text') ? (content.text?.length ?? 0) : 0);
