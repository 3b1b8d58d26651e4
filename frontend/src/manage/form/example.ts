import { useState } from 'react';
import type { Content, Form, Template } from '../../api';
import { picturesOf } from '../../compare/rows';
import { useItems, useTemplates } from '../queries';

/** What the questions are tried on, with its name and the way to the next; null at either end. */
export type Example = {
  content: Content;
  /** The item's number in the project; null for the example of a template. */
  position: number | null;
  previous: (() => void) | null;
  next: (() => void) | null;
};

export const onlyExample = (content: Content): Example => ({
  content,
  position: null,
  previous: null,
  next: null,
});

/** Something of every kind, for a form that shows more than its template's example has. */
const ANYTHING: Content = {
  prompt: { text: 'Why is the sky blue?' },
  messages: [
    { id: 'm1', role: 'user', text: 'Why is the sky blue?' },
    { id: 'm2', role: 'assistant', text: 'Because air scatters blue light the most.' },
    { id: 'm3', role: 'user', text: 'And at sunset?' },
    { id: 'm4', role: 'assistant', text: 'Then its way through the air is long, and mostly red is left.' },
  ],
  text: 'Ada Lovelace wrote the first program in London in 1843.',
  image: '00000000-0000-4000-8000-000000000000',
  context: [{ id: 'c1', title: 'Source', text: 'Air scatters short waves more than long ones.' }],
  responses: [
    { id: 'a', text: 'Air scatters blue light more than red.' },
    { id: 'b', text: 'It mirrors the sea.' },
  ],
};

/** Content to try a form on: the example of the template whose form shows the most of the same. */
export function exampleFor(form: Form, templates: readonly Template[]): Content {
  const shared = ({ example }: Template): number => form.shows.filter((key) => key in example).length;
  const best = templates.toSorted((one, other) => shared(other) - shared(one))[0];
  return completed(best && shared(best) > 0 ? best.example : {}, form);
}

/** The content with something for every part that the form shows, and for every question that draws on pictures. */
export function completed(content: Content, form: Form): Content {
  const missing = form.shows.filter((key) => !(key in content));
  const whole: Content = { ...content, ...Object.fromEntries(missing.map((key) => [key, ANYTHING[key]])) };
  const pictures = form.questions.some(({ kind, scope }) => kind === 'regions' && scope === 'item');
  if (!pictures || picturesOf(whole).length > 0 || !whole.prompt) return whole;
  return { ...whole, prompt: { ...whole.prompt, images: [ANYTHING.image as string] } };
}

const AHEAD = 20;

/** The items of a project one after the other; before there are any, the example of a similar template. */
export function useExamples(project: string, form: Form): Example {
  const [at, setAt] = useState(0);
  const items = useItems(project, {}, AHEAD);
  const templates = useTemplates();
  const rows = items.data?.pages.flatMap(({ results }) => results) ?? [];
  const item = rows[Math.min(at, rows.length - 1)];
  if (!item) return onlyExample(exampleFor(form, templates.data ?? []));
  const last = at >= rows.length - 1;
  const next = (): void => {
    if (at >= rows.length - 2 && items.hasNextPage) void items.fetchNextPage();
    setAt(at + 1);
  };
  return {
    content: item.content,
    position: item.position,
    previous: at > 0 ? () => setAt(at - 1) : null,
    next: last ? null : next,
  };
}
