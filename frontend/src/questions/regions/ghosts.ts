import { useMemo, useSyncExternalStore } from 'react';
import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { imageOf } from '../../image/desk';
import type { Mark } from '../../image/Marks';
import type { Item } from '../../label/item';
import { keyOf } from '../form';
import { lookOf } from './words';

const NONE: readonly Region[] = [];
const quiet = () => () => {};
const nothing = () => null;

/** What is proposed for an answer, to be seen on the picture as long as nobody has answered. */
export function useProposed(item: Item, question: RegionsQuestion, on: string): readonly Region[] {
  const { proposals } = item;
  useSyncExternalStore(proposals?.state.subscribe ?? quiet, proposals?.state.get ?? nothing);
  const key = keyOf(question.name, on);
  if (!proposals?.visible || item.state.get().answers[key] !== undefined) return NONE;
  return (proposals.value(key) as RegionsValue | undefined)?.regions ?? NONE;
}

/** They are dashed, and a star goes before their labels: nobody has drawn them. */
export const useGhosts = (
  question: RegionsQuestion,
  proposed: readonly Region[],
  image: number,
): readonly Mark[] =>
  useMemo(
    () =>
      proposed
        .filter((region) => imageOf(region) === image)
        .map((region, at) => {
          const look = lookOf(question, region.labels);
          return {
            region,
            at: -1_000_000 - at,
            ghost: true,
            colour: look.colour,
            tag: `✦ ${look.tag}`.trim(),
          };
        }),
    [question, proposed, image],
  );
