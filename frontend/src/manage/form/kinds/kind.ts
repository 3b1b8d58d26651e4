import type { ContentKey, Question, QuestionKind, Scope } from '../../../api';
import type { Mode } from '../../../keys/commands';
import type { DraftOption } from '../options';

/** The words that a new question of a kind begins with. */
export type Starter = 'yes' | 'no' | 'poor' | 'fair' | 'good' | 'better' | 'first' | 'second';
export type Words = (word: Starter) => string;

/** What a question of some kind has, as JSON without what all kinds have. */
type Settings<Kind extends QuestionKind> = Omit<
  Extract<Question, { kind: Kind }>,
  'name' | 'title' | 'help' | 'scope' | 'required' | 'when'
>;

/**
 * A kind of question under the editor's hands: what only this kind has. A kind is one folder: this in `draft.ts` (pure),
 * its fields in `Settings.tsx`. It keeps the shape of its JSON, so that the server's pointers find their field.
 */
export type DraftKind<Own extends { kind: QuestionKind }> = {
  /** What it may be asked about; the first is where a new question begins. */
  scopes: readonly Scope[];
  blank(words: Words): Own;
  /** `fixed`: answers may hold the values already. */
  read(question: Extract<Question, { kind: Own['kind'] }>, fixed: boolean): Own;
  write(own: Own): Settings<Own['kind']>;
  /** The keys of the content of which one must be shown. */
  needs(scope: Scope): readonly ContentKey[];
  /** The values that the condition of a later question may wait for. */
  awaited?(own: Own): readonly DraftOption[];
  /** The lists whose options have keys, with the mode in which they are pressed and the digits that are taken there. */
  keyed?(own: Own): readonly { options: readonly DraftOption[]; mode: Mode; taken?: readonly string[] }[];
};

/** What must be shown for a question of a scope, where the kind says nothing else. */
export function neededFor(scope: Scope): readonly ContentKey[] {
  if (scope === 'item') return [];
  return [scope === 'turns' ? 'messages' : scope];
}

export const ANYTHING: readonly Scope[] = ['item', 'responses', 'turns'];
