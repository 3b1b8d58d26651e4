import { createContext, useContext } from 'react';
import { useSession } from '../../app/session';
import { sectionsFor } from '../access';
import { judgedText, modelText, scoreText, wonText } from '../items/browse/ofModels';
import { saidText } from '../items/browse/said';
import { useSlug } from '../queries';
import type { Category, FigureChange, Question, Section } from './types';

type Query = { readonly [filter: string]: string };
/** As many ids as an address holds. */
const MOST_IDS = 100;

/** Who is behind an id that a report has for somebody; nobody where that is unknown. */
export type Behind = (id: string) => string | undefined;
/** What a report's ways to its items need to know of it: who its people are, and of which days its answers are. */
export type Reading = { behind: Behind; days: string | undefined };
/** Pages that are no report call people by their own ids, and speak of all days. */
export const OfReport = createContext<Reading>({ behind: (id) => id, days: undefined });

/** From a figure to its items: the address of the item browser, or null where it has none, or for who may not see items. */
export function useItemsAddress(project: string): (query: Query | null) => string | null {
  const slug = useSlug();
  const { behind, days } = useContext(OfReport);
  const may = sectionsFor(useSession().organisation.role).includes('items');
  return (query) => {
    const known = may && query ? ofMembers(ofDays(query, days), behind) : null;
    return (
      known && `/${slug}/projects/${project}/items?${new URLSearchParams({ sort: 'agreement', ...known })}`
    );
  };
}

/** Of a period's report only items that were answered then; items that are named one by one are what they are. */
const ofDays = (query: Query, days: string | undefined): Query =>
  days === undefined || query.ids !== undefined
    ? query
    : { ...query, answered: shared(query.answered ?? '..', days) };

/** The days that two ranges share, of a week or month and of the report that tells of it. */
export function shared(one: string, other: string): string {
  const [[from = '', to = ''], [begin = '', end = '']] = [one.split('..'), other.split('..')];
  const last = to && end ? (to < end ? to : end) : to || end;
  return `${from > begin ? from : begin}..${last}`;
}

/** The query with people by their own ids; null where one of them is not known. */
function ofMembers(query: Query, behind: Behind): Query | null {
  if (query.member === undefined) return query;
  const members = query.member.split(',').map(behind);
  return members.includes(undefined) ? null : { ...query, member: members.join(',') };
}

export const theseItems = (ids: readonly string[]): Query => ({ ids: ids.slice(0, MOST_IDS).join(',') });
/** Items about which one person chose this option and another that one. */
export const confusedItems = (question: string, one: Category, other: Category): Query => ({
  said: saidText(question, one, other),
});
/** Items about which this person, or anybody, chose this option. */
export const itemsSaid = (question: string, option: Category, member?: string): Query => ({
  said: saidText(question, option),
  ...(member === undefined ? {} : { member }),
});
export const itemsOf = (member: string): Query => ({ member });
export const itemsOfBoth = (one: string, other: string): Query => ({ member: `${one},${other}` });
/** Items less certain than this, the least certain first. */
export const lessCertain = (share: number): Query => ({ certainty: `..${share}`, sort: 'certainty' });
/** Items of which something asked is decided, tied or not sure enough, as the project's figures say. */
export const decidedAs = (question: string, state: 'decided' | 'tied' | 'review'): Query => ({
  truth: JSON.stringify([question, state]),
});
export const toAdjudicate: Query = { state: 'adjudicate' };
export const ofModels = (one: string, other?: string): Query => ({ model: modelText(one, other) });
/** Items where a response of the model was given an answer. */
export const givenTo = (model: string, question: string, answer: string): Query => ({
  judged: judgedText(question, answer, model),
});
/** Items where the one model was preferred to the other; null is any other. */
export const preferred = (question: string, better: string | null, worse: string | null): Query => ({
  won: wonText(question, better, worse),
});
export const withScore = (name: string, version: string): Query => ({ score: scoreText(name, version) });
/** Items on which people do not agree in everything, those on which they agree least first. */
export const differing: Query = { agreement: '..0.999' };
export const agreementBetween = (low: number, high: number): Query => ({ agreement: `${low}..${high}` });

const OF_COUNTS: { readonly [count: string]: Query } = {
  items: {},
  answered: { answers: '1..' },
  annotations: { answers: '1..' },
  overlapped: { answers: '2..' },
  gold: { gold: 'true' },
};
/** How decided the items of a figure of `truth` are; how probably right something is, is told of what is decided. */
const DECISIONS: { readonly [figure: string]: 'tied' | 'review' } = { tied: 'tied', needs_review: 'review' };
/** Kinds whose options people choose: the items about which one was chosen can be asked for. */
export const OF_OPTIONS: ReadonlySet<string> = new Set(['choice', 'rating']);

/** The items behind a figure that has changed since the report before; null where none can be named. */
export function itemsOfChange(change: FigureChange, section: Section): Query | null {
  const { part, question, about, category, figure } = change;
  const asked = section.questions.find((row) => row.question === question);
  if (part === 'counts') return OF_COUNTS[figure] ?? null;
  if (part === 'people') return itemsOfFigure(change, section);
  if (part === 'truth') return decidedAs(question, DECISIONS[figure] ?? 'decided');
  if (part === 'questions') return asked ? itemsOfQuestion(asked, category) : null;
  if (part === 'rates') return givenTo(about, question, String(category));
  if (part === 'scores') return itemsOfScore(about, section);
  return figure === 'win_rate' ? preferred(question, about, null) : ofModels(about);
}

/** About which an answer was given; else those on which people differ, as exactly as the report knows them. */
function itemsOfQuestion({ question, kind, figures }: Question, category: unknown): Query | null {
  if (typeof category === 'string' || typeof category === 'number')
    return OF_OPTIONS.has(kind) ? itemsSaid(question, category) : null;
  const marked = [...new Set(Object.values(figures.items_with ?? {}).flat())];
  if (marked.length > 0) return theseItems(marked);
  return figures.confused ? confusedItems(question, ...figures.confused.categories) : differing;
}

/** The very items of somebody's figure, else all that they answered. */
function itemsOfFigure({ member, figure, question }: FigureChange, section: Section): Query | null {
  const person = section.people.find((row) => row.member.id === member);
  const own = person?.figures.find((each) => each.figure === figure && (each.question ?? '') === question);
  const items = own?.evidence.items ?? [];
  if (items.length > 0) return theseItems(items);
  return member ? itemsOf(member) : null;
}

function itemsOfScore(about: string, { models }: Section): Query | null {
  const score = models?.scores.find(
    ({ name, version }) => [name, version].filter(Boolean).join('@') === about,
  );
  return score ? withScore(score.name, score.version) : null;
}
