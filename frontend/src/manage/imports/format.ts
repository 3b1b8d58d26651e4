import type { Form } from '../../api';

type Line = { external_id: string; content: Record<string, unknown>; metadata: Record<string, unknown> };

/** A line of JSONL that this form can ask about: what it shows, nothing more. */
export function exampleLine(form: Form): Line {
  const image = '<asset id>';
  const parts: Record<Form['shows'][number], unknown> = {
    prompt: { text: 'Why is the sky blue?' },
    messages: [
      { id: 'm1', role: 'user', text: 'Hello!' },
      { id: 'm2', role: 'assistant', text: 'Hello, what can I do for you?' },
    ],
    text: 'The battery lasts all day.',
    image,
    context: [{ id: 'c1', title: 'Source', text: 'Air scatters blue light the most.' }],
    responses: [
      { id: 'a', text: 'Air scatters blue light more than red.', model: 'model-1' },
      { id: 'b', text: 'It mirrors the sea.', model: 'model-2' },
    ],
  };
  const shows = form.shows.filter((key) => key !== 'messages' || !form.shows.includes('prompt'));
  return {
    external_id: 'q-0001',
    content: Object.fromEntries(shows.map((key) => [key, parts[key]])),
    metadata: { topic: 'science' },
  };
}

/** A plain text file can only fill a form that asks about one prompt or one text. */
export const takesPlainText = (form: Form): boolean =>
  !form.shows.includes('responses') && form.shows.some((key) => key === 'prompt' || key === 'text');

/** A small file to try the import with. */
export function exampleFile(form: Form): string {
  const line = exampleLine(form);
  return [1, 2, 3].map((index) => `${JSON.stringify({ ...line, external_id: `q-000${index}` })}\n`).join('');
}
