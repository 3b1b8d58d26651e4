/** How answers call any text that is none of the options. */
export const OTHER = '\u0000other';
export type Option = string | number;
export type Said = { question: string; options: readonly Option[] };

/** The filter for items about which somebody chose this option, or two people one each. */
export const saidText = (question: string, ...options: Option[]): string =>
  JSON.stringify([question, ...options]);

/** What such a filter says; null for what is none. */
export function saidIn(text: string): Said | null {
  try {
    const [question, ...options] = JSON.parse(text) as [string, ...Option[]];
    return typeof question === 'string' && options.length > 0 ? { question, options } : null;
  } catch {
    return null;
  }
}
