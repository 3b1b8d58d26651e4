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

/** A plain text file becomes prompts, so it can only fill a form that needs nothing else. */
export const takesPlainText = (form: Form): boolean =>
  form.shows.includes('prompt') && form.shows.every((key) => ['prompt', 'messages', 'context'].includes(key));

/** The shortest way to write a line for this form, where there is one. */
export function shortLine(form: Form): string | null {
  if (form.shows.includes('prompt') && form.shows.includes('responses'))
    return '{"prompt": "…", "responses": ["…", "…"]}';
  if (form.shows.includes('text')) return '{"text": "…"}';
  return form.shows.includes('prompt') ? '{"prompt": "…"}' : null;
}

/** A small file to try the import with. */
export function exampleFile(form: Form): string {
  const line = exampleLine(form);
  return [1, 2, 3].map((index) => `${JSON.stringify({ ...line, external_id: `q-000${index}` })}\n`).join('');
}
