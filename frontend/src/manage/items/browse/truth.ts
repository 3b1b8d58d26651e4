/** How far the answers to a question are decided, by the API's names. */
export const TRUTH_STATES = ['decided', 'tied', 'review'] as const;
export type TruthState = (typeof TRUTH_STATES)[number];
/** How pages say it, with the question. */
export const TRUTH_WORDS = {
  decided: 'filter.truthDecided',
  tied: 'filter.truthTied',
  review: 'filter.truthReview',
} as const satisfies Record<TruthState, string>;
export type Truth = { question: string; state: TruthState };

/** The filter for items with a question in this state. */
export const truthText = (question: string, state: TruthState): string => JSON.stringify([question, state]);

/** What such a filter says; null for what is none. */
export function truthIn(text: string): Truth | null {
  try {
    const [question, state] = JSON.parse(text) as [string, TruthState];
    return typeof question === 'string' && TRUTH_STATES.includes(state) ? { question, state } : null;
  } catch {
    return null;
  }
}
