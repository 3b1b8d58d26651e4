import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { pointsOf } from '../../image/desk';
import { canonicalPoints, isWhole } from '../../image/geometry';
import type { Gap, Press } from '../kind';

/** Says that there is nothing to mark. */
export const NOTHING_KEY = '0';

/** An empty list is an answer: somebody looked and found nothing. */
export const isEmpty = (value: RegionsValue): boolean => !value.regions;

/** No question waits for a drawing. */
export const meets = (): boolean => false;

export function gap(question: RegionsQuestion, { regions }: RegionsValue): Gap | null {
  if (regions.some((region) => !isWhole(region.shape, pointsOf(region)))) return { reason: 'unfinished' };
  if (question.options.length > 0 && regions.some(({ labels }) => labels.length === 0))
    return { reason: 'unlabelled' };
  return null;
}

/** Points ordered and rounded, labels in the order of the form; the first picture goes without saying. */
export const canonical = (question: RegionsQuestion, { regions }: RegionsValue): RegionsValue => ({
  regions: regions.map((region) => canonicalRegion(question, region)),
});

function canonicalRegion({ options }: RegionsQuestion, region: Region): Region {
  const { shape, labels, image } = region;
  return {
    shape,
    points: canonicalPoints(shape, pointsOf(region)),
    labels: options.flatMap(({ value }) => (labels.includes(value) ? [value] : [])),
    ...(image ? { image } : {}),
  };
}

/** Without the picture there is one thing to say by a key: that nothing is there. A drawing is never thrown away by it. */
export function press(
  _question: RegionsQuestion,
  value: RegionsValue | undefined,
  key: string,
): Press<RegionsValue> | null {
  if (key !== NOTHING_KEY || (value && value.regions.length > 0)) return null;
  return value ? { value: undefined, go: 'stay' } : { value: { regions: [] }, go: 'question' };
}

/** How many regions carry each label, most first: `12 RBC, 1 WBC`. */
export function countsOf({ options }: RegionsQuestion, { regions }: RegionsValue): [string, number][] {
  const counts = options.map(({ value, title }): [string, number] => [
    title,
    regions.filter(({ labels }) => labels.includes(value)).length,
  ]);
  return counts.filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
}
