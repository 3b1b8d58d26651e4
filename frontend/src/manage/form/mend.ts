import type { DraftForm, DraftQuestion } from './draft';
import type { DraftOption } from './options';

/**
 * The draft with everything put back that the saved form had and the draft lost: questions, and options of lists. For a
 * save that was refused because answers use them. What waited for a question waits again. New questions, new options
 * and other words stay.
 */
export function withoutRemovals(draft: DraftForm, saved: DraftForm): DraftForm {
  const merged = merge(saved.questions, draft.questions, ({ name }) => name, mergeQuestion);
  const shows = [...draft.shows, ...saved.shows.filter((key) => !draft.shows.includes(key))];
  const lost = merged.length > draft.questions.length;
  const gone = (name: string | undefined): boolean => !draft.questions.some((each) => each.name === name);
  const questions = merged.map((question) => {
    const { when } = saved.questions.find(({ name }) => name === question.name) ?? question;
    return when && !question.when && gone(when.question) ? { ...question, when } : question;
  });
  return { ...draft, shows: lost ? shows : draft.shows, questions };
}

function mergeQuestion(saved: DraftQuestion, draft: DraftQuestion): DraftQuestion {
  if (saved.kind !== draft.kind) return saved;
  const lists = Object.entries(draft).map(([key, value]) => {
    const before = (saved as Record<string, unknown>)[key];
    if (!Array.isArray(value) || !Array.isArray(before)) return [key, value];
    return typeof before[0] === 'string' || typeof value[0] === 'string'
      ? [key, [...new Set([...before, ...value])]]
      : [key, merge(before as DraftOption[], value as DraftOption[], ({ value }) => value)];
  });
  return { ...Object.fromEntries(lists), scope: saved.scope } as DraftQuestion;
}

/** The draft's rows with the saved ones that are missing, each after the one it stood behind. */
function merge<Row>(
  saved: readonly Row[],
  draft: readonly Row[],
  called: (row: Row) => unknown,
  both: (saved: Row, draft: Row) => Row = (_, row) => row,
): Row[] {
  const before = new Map(saved.map((row) => [called(row), row]));
  const rows = draft.map((row) => {
    const old = before.get(called(row));
    return old ? both(old, row) : row;
  });
  saved.forEach((row, at) => {
    if (rows.some((each) => called(each) === called(row))) return;
    const behind = saved[at - 1];
    const place = behind === undefined ? 0 : rows.findIndex((each) => called(each) === called(behind)) + 1;
    rows.splice(place, 0, row);
  });
  return rows;
}
