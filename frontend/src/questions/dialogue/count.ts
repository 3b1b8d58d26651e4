import { lengthOf } from '../text/rules';

const LONG = 20_000;
let words: Intl.Segmenter | undefined;

/** Words and characters (code points) of a text; words as its script has them, by spaces in very long texts. */
export function countOf(text: string): { words: number; characters: number } {
  return { words: wordsIn(text), characters: lengthOf(text) };
}

function wordsIn(text: string): number {
  if (text.length > LONG || typeof Intl.Segmenter === 'undefined')
    return text.split(/\s+/).filter(Boolean).length;
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count++;
  return count;
}
