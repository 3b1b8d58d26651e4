/**
 * How well typed letters fit a title; null when they do not. All letters must come in order; those that begin words or
 * follow each other count for more, and short titles before long ones.
 */
export function scoreOf(typed: string, title: string): number | null {
  const wanted = plain(typed).replace(/\s+/g, '');
  const text = plain(title);
  if (wanted === '') return 0;
  const whole = text.indexOf(plain(typed).trim());
  if (whole >= 0) return 1_000 - whole - text.length / 100 + (startsWord(text, whole) ? 100 : 0);
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return null;
    score += next === at + 1 ? 4 : startsWord(text, next) ? 3 : -Math.min(3, (next - at) / 8);
    at = next;
  }
  return score - text.length / 100;
}

/** Without case and accents: "Revision" finds "révision". */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const startsWord = (text: string, at: number): boolean => at === 0 || /[\s(–-]/.test(text[at - 1] ?? ' ');

/** The entries that fit, best first; in their own order where nothing is typed. */
export function matching<Entry extends { title: string }>(
  typed: string,
  entries: readonly Entry[],
): readonly Entry[] {
  if (typed.trim() === '') return entries;
  return entries
    .flatMap((entry) => {
      const score = scoreOf(typed, entry.title);
      return score === null ? [] : [{ entry, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
