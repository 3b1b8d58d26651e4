/** What the filters about the models behind responses say, each a JSON list as the API has them. */
const listText = (...parts: readonly unknown[]): string => JSON.stringify(parts);

/** Items that show responses of one model, or of both of two. */
export const modelText = (one: string, other?: string): string =>
  other === undefined ? listText(one) : listText(one, other);
/** Items of which somebody gave a response of the model this answer. */
export const judgedText = (question: string, answer: string, model: string): string =>
  listText(question, answer, model);
/** Items of which somebody preferred the one model to the other; null is any other. */
export const wonText = (question: string, better: string | null, worse: string | null): string =>
  listText(question, better, worse);
/** Items of which a response has this automatic score. */
export const scoreText = (name: string, version: string): string => listText(name, version, null, null);

/** Such a list taken apart; null for what is none of so many parts. */
export function partsIn(text: string, ...lengths: readonly number[]): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && lengths.includes(parts.length) ? parts : null;
  } catch {
    return null;
  }
}
