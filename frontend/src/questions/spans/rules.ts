import type { Colour, Span, SpansQuestion, SpansValue } from '../../api/types';
import type { Gap, Press } from '../kind';

/** `{ spans: [] }` says that there is nothing to mark; only a value without a list says nothing. */
export const isEmpty = (value: SpansValue): boolean => value.spans === undefined;

export const gap = (_question: SpansQuestion, value: SpansValue): Gap | null =>
  value.spans.some(({ labels }) => labels.length === 0) ? { reason: 'unlabelled' } : null;

/** Labels in the order of the form, spans in the order of the text, each once. */
export function canonical(question: SpansQuestion, value: SpansValue): SpansValue {
  const spans = value.spans.map((span) => ({ ...span, labels: inOrder(question, span.labels) }));
  const keys = new Set<string>();
  return {
    spans: spans.sort(byPlace(question)).filter((span) => {
      const key = JSON.stringify([span.start, span.end, span.labels]);
      return !keys.has(key) && keys.add(key);
    }),
  };
}

const inOrder = (question: SpansQuestion, labels: readonly string[]): string[] =>
  question.options.map(({ value }) => value).filter((value) => labels.includes(value));

/** As the server sorts: by start, end, and then by the labels' names. */
const byPlace = (question: SpansQuestion) => (one: Span, other: Span) =>
  one.start - other.start ||
  one.end - other.end ||
  compare(inOrder(question, one.labels).join('\n'), inOrder(question, other.labels).join('\n'));
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** A change of the marks; `at` is the mark it was about. Null where marks may not overlap and would. */
export type Change = { spans: Span[]; at: Span } | null;

const overlapping = (spans: readonly Span[], { start, end }: Span): boolean =>
  spans.some((each) => each.start < end && start < each.end);

function placed(question: SpansQuestion, others: readonly Span[], at: Span): Change {
  if (!question.overlap && overlapping(others, at)) return null;
  const twin = others.find(
    ({ start, end, labels }) =>
      start === at.start && end === at.end && labels.join('\n') === at.labels.join('\n'),
  );
  if (twin) return { spans: [...others], at: twin };
  return { spans: [...others, at].sort(byPlace(question)), at };
}

/** A new mark; the same stretch gets the label in addition, or instead where marks may not overlap. */
export function add(
  question: SpansQuestion,
  spans: readonly Span[],
  stretch: { start: number; end: number },
  label: string,
): Change {
  const same = spans.find(({ start, end }) => start === stretch.start && end === stretch.end);
  if (same && question.multiple && !same.labels.includes(label)) return relabel(question, spans, same, label);
  if (same && !question.multiple && !question.overlap) return relabel(question, spans, same, label);
  if (same?.labels.includes(label)) return { spans: [...spans], at: same };
  return placed(question, spans, { ...stretch, labels: [label] });
}

/** Another label; where a mark may have several, one more or one fewer, but never none. */
export function relabel(question: SpansQuestion, spans: readonly Span[], span: Span, label: string): Change {
  const others = spans.filter((each) => each !== span);
  const toggled = span.labels.includes(label)
    ? span.labels.filter((each) => each !== label)
    : [...span.labels, label];
  const labels = question.multiple ? inOrder(question, toggled) : [label];
  return labels.length === 0
    ? { spans: [...spans], at: span }
    : placed(question, others, { ...span, labels });
}

/** Other ends for a mark; null too where nothing would be left of it. */
export function resize(
  question: SpansQuestion,
  spans: readonly Span[],
  span: Span,
  { start, end }: { start: number; end: number },
): Change {
  if (start >= end) return null;
  const others = spans.filter((each) => each !== span);
  return placed(question, others, { ...span, start, end });
}

export const remove = (spans: readonly Span[], span: Span): Span[] => spans.filter((each) => each !== span);

/** The marks over a place, the shortest first. */
export const over = (spans: readonly Span[], place: number): Span[] =>
  spans
    .filter(({ start, end }) => start <= place && place < end)
    .sort((one, other) => one.end - one.start - (other.end - other.start));

export const NOTHING_KEY = '0';

/** `0`: there is nothing to mark here. It takes no marks away. Labels are for Text and Field, which know the selection. */
export function press(
  question: SpansQuestion,
  value: SpansValue | undefined,
  key: string,
): Press<SpansValue> | null {
  if (key !== NOTHING_KEY || (value && value.spans.length > 0)) return null;
  if (value) return { value: undefined, go: 'stay' };
  const only = question.scope === 'text' || question.scope === 'prompt';
  return { value: { spans: [] }, go: only ? 'question' : 'target' };
}

/** `3 · Claim 2, Person 1`: the marks, counted by label. */
export function summary(question: SpansQuestion, value: SpansValue, nothing: string): string {
  if (value.spans.length === 0) return nothing;
  const counts = new Map<string, number>();
  for (const { labels } of value.spans)
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return question.options
    .flatMap((option) => (counts.has(option.value) ? [`${option.title} ${counts.get(option.value)}`] : []))
    .join(', ');
}

export const titlesOf = (question: SpansQuestion, labels: readonly string[]): string[] =>
  question.options.filter(({ value }) => labels.includes(value)).map(({ title }) => title);

const PALETTE: readonly Exclude<Colour, ''>[] = [
  'blue',
  'orange',
  'green',
  'pink',
  'violet',
  'teal',
  'yellow',
  'red',
  'cyan',
  'lime',
  'grape',
];

/** The colour of a label: its own, or one that no other label has, as far as there are enough. */
export function colourOf(question: SpansQuestion, label: string): Exclude<Colour, ''> {
  const own = question.options.find(({ value }) => value === label)?.colour;
  if (own) return own;
  const free = PALETTE.filter((colour) => !question.options.some((option) => option.colour === colour));
  const bare = question.options.filter(({ colour }) => !colour);
  const at = Math.max(
    0,
    bare.findIndex(({ value }) => value === label),
  );
  return free[at % free.length] ?? 'gray';
}
