import { useSession } from '../../app/session';
import { sectionsFor } from '../access';
import { judgedText, modelText, scoreText, wonText } from '../items/browse/ofModels';
import { saidText } from '../items/browse/said';
import { useSlug } from '../queries';
import type { Category } from './types';

type Query = { readonly [filter: string]: string };
/** As many ids as an address holds. */
const MOST_IDS = 100;

/** From a figure to its items: the address of the item browser, or null for who may not see items. */
export function useItemsAddress(project: string): (query: Query) => string | null {
  const slug = useSlug();
  const may = sectionsFor(useSession().organisation.role).includes('items');
  return (query) =>
    may ? `/${slug}/projects/${project}/items?${new URLSearchParams({ sort: 'agreement', ...query })}` : null;
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
export const toAdjudicate: Query = { state: 'adjudicate' };
export const decided: Query = { state: 'done' };
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
export const agreementBetween = (low: number, high: number): Query => ({ agreement: `${low}..${high}` });
