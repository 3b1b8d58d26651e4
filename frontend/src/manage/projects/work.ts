import type { Template } from '../../api';

/** The kinds of work that templates are found by, in the order of the gallery. */
export const WORKS = ['compare', 'rate', 'write', 'dialogue', 'spans', 'regions', 'classify'] as const;
export type Work = (typeof WORKS)[number];

/** What people mostly do in a form: what takes the most work decides, not what is asked first. */
export function workOf({ form: { questions } }: Pick<Template, 'form'>): Work {
  const kinds = new Set(questions.map(({ kind }) => kind));
  if (kinds.has('dialogue')) return 'dialogue';
  if (kinds.has('regions')) return 'regions';
  if (kinds.has('ranking') || kinds.has('preference')) return 'compare';
  if (questions.some((each) => each.kind === 'text' && (each.edits || (each.required && !each.when))))
    return 'write';
  if (kinds.has('spans')) return 'spans';
  return kinds.has('rating') ? 'rate' : 'classify';
}
