import type { Answer, Form } from '../../api';
import type { components } from '../../api/schema';

type Schemas = components['schemas'];

/** Where a column goes, as annotation/imports/foreign.py has it; besides these `answers.<question>`. */
export const TARGETS = [
  'external_id',
  'content.prompt',
  'content.text',
  'content.messages',
  'content.image',
  'content.context',
  'content.responses',
  'metadata',
  'suggestions',
  'annotations',
  'ignore',
] as const;
export type Target = (typeof TARGETS)[number] | `answers.${string}`;
export type Column = Schemas['ColumnShape'];

/** What becomes of the answers that a file brings along. */
export const ANSWERS = ['suggestions', 'work', 'ignore'] as const;
/** `questions`: the file's own by ours, null for those that are dropped. */
export type Mapping = Omit<Schemas['MappingShape'], 'questions'> & {
  questions: { [theirs: string]: string | null };
};
export type Loss = Schemas['LostShape'];
export type ForeignPerson = Schemas['ImportedPersonShape'];
/** `form` is what the file's answers need. */
export type Import = Omit<Schemas['ImportShape'], 'form' | 'mapping'> & {
  form: Form | null;
  mapping: Mapping;
};
export type ImportFormat = Schemas['FormatShape'];

/** What would become of a row. */
export const FATES = ['created', 'updated', 'skipped', 'refused'] as const;
export type ForeignAnnotation = {
  annotator?: { id?: string; name?: string; email?: string };
  answers?: readonly Answer[];
};
export type ForeignSuggestion = { agent?: string; score?: number | null; answers?: readonly Answer[] };
type Row = Schemas['ForeseenShape'];
export type PreviewItem = Omit<NonNullable<Row['item']>, 'suggestions' | 'annotations'> & {
  suggestions: readonly ForeignSuggestion[];
  annotations: readonly ForeignAnnotation[];
};
export type PreviewRow = Omit<Row, 'item'> & { item: PreviewItem | null };
export type PreviewPage = { results: readonly PreviewRow[]; next: string | null };
export type BadLine = Schemas['ImportProblemShape'];

/** Where items come from: a file that arrived, what lies in a bucket, or addresses. */
export type Source =
  | { asset_id: string }
  | { bucket_id: string; prefix: string }
  | { urls: readonly string[] };
