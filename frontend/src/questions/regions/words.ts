import type { Colour, Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { i18n } from '../../i18n';
import { placeOf } from '../../image/desk';
import type { Look } from '../../image/Marks';
import { countsOf } from './rules';

const t = i18n.getFixedT('label');

export const titlesOf = ({ options }: RegionsQuestion, labels: readonly string[]): string[] =>
  options.flatMap(({ value, title }) => (labels.includes(value) ? [title] : []));
const labelsOf = (question: RegionsQuestion, labels: readonly string[]): string =>
  titlesOf(question, labels).join(', ') || t('regions.unlabelled');

export function whereOf(region: Region): string {
  const place = placeOf(region);
  return region.shape === 'point' ? t('regions.atPoint', place) : t('regions.atBox', place);
}

/** `Box 3: cell` */
export const titleOf = (question: RegionsQuestion, region: Region, at: number): string =>
  t(region.labels.length > 0 || question.options.length > 0 ? 'regions.title' : 'regions.bare', {
    shape: t(`regions.shape.${region.shape}`),
    number: at + 1,
    labels: labelsOf(question, region.labels),
  });
/** `Box 3: cell, 120 × 80 at 40, 60`, for people who do not see it. */
export const nameOf = (question: RegionsQuestion, region: Region, at: number): string =>
  `${titleOf(question, region, at)}, ${whereOf(region)}`;

export function summaryOf(question: RegionsQuestion, value: RegionsValue): string {
  if (value.regions.length === 0) return t('regions.nothing');
  const counts = countsOf(question, value).map(([title, count]) => `${count} ${title}`);
  const bare = value.regions.filter(({ labels }) => labels.length === 0).length;
  return [...counts, ...(bare > 0 ? [`${bare} ${t('regions.unlabelled')}`] : [])].join(', ');
}

/** For options that the form gave no colour, told apart as well as so many colours can be. */
const PALETTE: readonly Colour[] = [
  'cyan',
  'orange',
  'lime',
  'pink',
  'yellow',
  'violet',
  'teal',
  'red',
  'blue',
];
const NO_LABEL: Look = { colour: '#fff', tag: '?' };
const TAG = 16;

/** Bright on any picture and in both colour schemes, over the dark edge that every shape has. */
export function colourOf({ options }: RegionsQuestion, label: string | undefined): string {
  const at = options.findIndex(({ value }) => value === label);
  if (at === -1) return NO_LABEL.colour;
  const colour = options[at]?.colour || PALETTE[at % PALETTE.length];
  return `var(--mantine-color-${colour}-5)`;
}

export function lookOf(question: RegionsQuestion, labels: readonly string[]): Look {
  const titles = titlesOf(question, labels);
  if (titles.length === 0) return question.options.length > 0 ? NO_LABEL : { ...NO_LABEL, tag: '' };
  const words = titles.join(' + ');
  const tag = words.length > TAG ? `${words.slice(0, TAG - 1)}…` : words;
  return { colour: colourOf(question, labels[0]), tag };
}
