import type { Form } from '../../api';
import type { Column, Import, Mapping } from './types';
import { TARGETS } from './types';

/** What a person has decided about an import; what they left alone is as the reader proposes. */
export type Decided = { format: string; mapping: Mapping };

export const decidedOf = ({ format, mapping }: Import): Decided => ({ format: format ?? '', mapping });

/** Whether reading again would show something else. */
export const differs = (job: Import, { format, mapping }: Decided): boolean =>
  format !== (job.format ?? '') || sorted(mapping) !== sorted(job.mapping);

const sorted = (mapping: Mapping): string =>
  JSON.stringify(
    Object.entries(mapping)
      .sort()
      .map(([part, value]) => [part, typeof value === 'object' ? Object.entries(value).sort() : value]),
  );

/** Where a column goes: as decided, else as the reader proposes. */
export const targetOf = ({ columns }: Mapping, { name, target }: Column): string => columns[name] ?? target;

/** All places that a column may go to in this project: a person's answers to each of its questions too. */
export const targetsFor = (form: Form | undefined): string[] => [
  ...TARGETS,
  ...(form?.questions ?? []).map(({ name }) => `answers.${name}`),
];

/** Only the responses may come from several columns, one for each; any number may be metadata or left out. */
const SHARED: ReadonlySet<string> = new Set([
  'content.responses',
  'content.context',
  'metadata',
  'suggestions',
  'annotations',
  'ignore',
]);

/** Targets that two columns want and only one can have. */
export function contested(columns: readonly Column[], mapping: Mapping): string[] {
  const wanted = columns.map((column) => targetOf(mapping, column)).filter((target) => !SHARED.has(target));
  return [...new Set(wanted.filter((target, at) => wanted.indexOf(target) !== at))];
}

/** Our questions that one of theirs could be: of the same kind. */
export function candidates(form: Form | undefined, theirs: string, needed: Form | null): string[] {
  const kind = needed?.questions.find(({ name }) => name === theirs)?.kind;
  return (form?.questions ?? []).filter((question) => question.kind === kind).map(({ name }) => name);
}
