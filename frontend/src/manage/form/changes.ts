import type { Form } from '../../api';

// What the next version of a form changes, in the words of the form. Pure: the server has the last word on what may go.

export type FormChange = {
  /** `breaks`: refused where answers use what changes. */
  how: 'added' | 'removed' | 'changed' | 'breaks' | 'moved';
  /** Titles from the question down to what changed: "Safe?", "Insult". Empty for what is shown. */
  path: readonly string[];
  /** The setting that changed; absent where all of it came or went. */
  setting?: string;
};

type Json = { readonly [key: string]: unknown };
type Row = Json & { name?: string; value?: string | number; title?: string };

/** Settings that may be switched on at any time, but off only while no answer uses them. */
const ALLOWS = new Set(['multiple', 'unsure', 'other', 'ties', 'tie', 'both_bad', 'overlap']);
/** Settings that say what an answer is about, or what it may be. */
const FIRM = new Set(['kind', 'scope']);

export function changesOf(before: Form, after: Form): FormChange[] {
  const shows: FormChange[] =
    JSON.stringify(before.shows) === JSON.stringify(after.shows)
      ? []
      : [{ how: 'changed', path: [], setting: 'shows' }];
  const questions = rows(
    before.questions as unknown as Row[],
    after.questions as unknown as Row[],
    ({ name }) => name,
    [],
  );
  return [...shows, ...questions];
}

/** Rows that came, went, or changed; rows are the same where `called` says the same. */
function rows(
  before: readonly Row[],
  after: readonly Row[],
  called: (row: Row) => unknown,
  path: readonly string[],
): FormChange[] {
  const old = new Map(before.map((row) => [called(row), row]));
  const now = new Set(after.map(called));
  const gone = before
    .filter((row) => !now.has(called(row)))
    .map((row): FormChange => ({ how: 'removed', path: [...path, nameOf(row)] }));
  const rest = after.flatMap((row): FormChange[] => {
    const same = old.get(called(row));
    const here = [...path, nameOf(row)];
    return same ? inside(same, row, here) : [{ how: 'added', path: here }];
  });
  const kept = (list: readonly Row[]) =>
    JSON.stringify(list.map(called).filter((each) => old.has(each) && now.has(each)));
  const moved: FormChange[] = kept(before) === kept(after) ? [] : [{ how: 'moved', path }];
  return [...gone, ...rest, ...moved];
}

function inside(before: Row, after: Row, path: readonly string[]): FormChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== 'name');
  return keys.flatMap((key): FormChange[] => {
    const [old, now] = [before[key], after[key]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (key === 'shapes') return shapes(old, now, path);
    if (isRows(old) && isRows(now)) {
      const changes = rows(old, now, (row) => row.name ?? row.value, path);
      // A scale is one measure: another point changes what the others mean.
      const scale = after.kind === 'rating' || (path.length > 1 && key === 'options');
      return scale ? changes.map(breaking) : changes;
    }
    return [{ how: breaks(key, now) ? 'breaks' : 'changed', path, setting: key }];
  });
}

const breaking = (change: FormChange): FormChange =>
  change.how === 'added' || change.how === 'removed' ? { ...change, how: 'breaks' } : change;

const breaks = (key: string, now: unknown): boolean =>
  FIRM.has(key) || (ALLOWS.has(key) && now !== true) || (key === 'leaves_only' && now === true);

function shapes(before: unknown, after: unknown, path: readonly string[]): FormChange[] {
  const lost = (before as string[]).some((shape) => !(after as string[]).includes(shape));
  return [{ how: lost ? 'breaks' : 'changed', path, setting: 'shapes' }];
}

const isRows = (value: unknown): value is Row[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);

const nameOf = ({ title, name, value }: Row): string => String(title || name || value || '');

/** Whether the server will look for answers that use what goes. */
export const takesAway = (changes: readonly FormChange[]): boolean =>
  changes.some(({ how }) => how === 'removed' || how === 'breaks');
