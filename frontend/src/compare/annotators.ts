import type { Answer, AssetView } from '../api/types';

/** Somebody whose answers are compared: their number on the page is also the key that names them. */
export type Annotator = {
  /** Of the annotation. */
  id: string;
  /** From 1. */
  number: number;
  name: string;
  answers: readonly Answer[];
  assets?: Readonly<Record<string, AssetView>> | undefined;
  /** Whether a reviewer is to judge these answers now. */
  judged?: boolean;
};

/** So many colours and lines there are; after that they begin again. */
export const LOOKS = 8;
export const lookOf = (number: number): number => ((number - 1) % LOOKS) + 1;

/** How the lines of a person are drawn on a picture, in pixels of the screen. */
const DASHES = ['', '8 4', '2 3', '12 4 2 4', '5 5', '1 5', '14 5', '6 2 2 2'];
export const dashOf = (number: number): string => DASHES[lookOf(number) - 1] ?? '';
