import type { Content, Form } from '../../api';
import { machineName } from '../form/names';

export const MOST_ITEMS = 1000;
export type Brief = { external_id: string; content: Content; copies: number };

/** The briefs of a text: all of it is one, or each line that says something. */
export const briefsIn = (text: string, lines: boolean): string[] =>
  (lines ? text.split(/\r?\n/) : [text]).map((each) => each.trim()).filter((each) => each !== '');

/** A brief is the text that people start from: the item's text where the form shows one, else its prompt. */
const contentOf = (form: Form, text: string): Content =>
  form.shows.includes('text') || !form.shows.includes('prompt') ? { text } : { prompt: { text } };

/**
 * The items that ask for so many answers to each brief. `stamp` tells them from briefs that were added before under the
 * same words; names follow the words, so that exports can be read.
 */
export function itemsFrom(briefs: readonly string[], copies: number, form: Form, stamp: string): Brief[] {
  const taken: string[] = [];
  return briefs.map((text) => {
    const name = machineName(text.slice(0, 40), taken, 'brief');
    taken.push(name);
    return { external_id: `${name}-${stamp}`, content: contentOf(form, text), copies };
  });
}

/** Whether there is something to add, and not more than one call takes. */
export const fits = (briefs: readonly string[], copies: number): boolean =>
  briefs.length > 0 && copies >= 1 && briefs.length * copies <= MOST_ITEMS;
