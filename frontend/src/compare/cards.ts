import type { Content, Form, Question } from '../api/types';
import type { Annotator } from './annotators';
import { compare, type Row } from './rows';

/** A question with everything that it was answered about. */
export type Card = {
  name: string;
  title: string;
  question: Question | undefined;
  rows: Row[];
  /** How alike the answers are, from 0 to 1; null where that cannot be said. */
  agreement: number | null;
  /** Whether anybody said something else than another. */
  differ: boolean;
};

/** Everybody's answers by question, those about which people agree least first. */
export function cardsOf(
  form: Form,
  content: Content,
  annotators: readonly Annotator[],
  agreement: Readonly<Record<string, number>>,
): Card[] {
  const cards = new Map<string, Card>();
  for (const row of compare(form, content, annotators)) {
    const name = row.key.slice(0, row.key.indexOf('/'));
    const card = cards.get(name) ?? {
      name,
      title: row.title,
      question: row.question,
      rows: [],
      agreement: agreement[name] ?? null,
      differ: false,
    };
    card.rows.push(row);
    card.differ ||= row.differ || isMissing(row);
    cards.set(name, card);
  }
  // Sorting keeps the order of the form where two are disputed alike.
  return [...cards.values()].sort((one, other) => weight(one) - weight(other));
}

const isMissing = ({ values }: Row): boolean => values.length > 1 && values.some((value) => !value);

/** What nobody can compare comes after all disputes, and before what all agree about. */
function weight({ agreement, differ, question }: Card): number {
  if (agreement !== null) return agreement;
  if (question?.kind === 'text' || question?.kind === 'dialogue') return 0.99;
  return differ ? 0 : 1;
}

/** Whether there is nothing to look at: several people, and all say the same. */
export const isSettled = ({ agreement, differ, question, rows }: Card): boolean =>
  !differ &&
  question?.kind !== 'text' &&
  question?.kind !== 'dialogue' &&
  (agreement === null || agreement > 0.999) &&
  rows.every(({ values }) => values.length > 1);
