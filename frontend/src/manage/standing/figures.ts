import { number, percent } from '../../i18n/format';
import { span } from '../project/time';
import { COLLECTORS, type Collector, fitted, isRow, type RuleDraft, STARTS, UNITS } from '../rules/types';
import type { Operator } from '../workflow/types';
import { FIGURES, type Figure, type FigureName, type Named, type Pair, type PersonRow } from './types';
import type { Words } from './words';

/** How a figure is written and drawn: where its axis begins and ends, and the value that means nothing special. */
type Scale = { unit: 'share' | 'change' | 'count' | 'bits'; from: number; to: number; mark?: number };
export const SCALES: Record<FigureName, Scale> = {
  gold: { unit: 'share', from: 0, to: 1 },
  agreement: { unit: 'share', from: 0, to: 1 },
  spammer_score: { unit: 'share', from: 0, to: 1 },
  self_consistency: { unit: 'share', from: 0, to: 1 },
  too_fast: { unit: 'share', from: 0, to: 1 },
  runs: { unit: 'count', from: 0, to: 0 },
  entropy: { unit: 'bits', from: 0, to: 0 },
  position_bias: { unit: 'share', from: 0, to: 1, mark: 0.5 },
  drift: { unit: 'change', from: -1, to: 1, mark: 0 },
};

/** The value that chance alone would give, or that means no change. */
export const markOf = ({ figure, evidence }: Figure): number | undefined =>
  figure === 'position_bias' && typeof evidence.expected === 'number'
    ? evidence.expected
    : SCALES[figure].mark;

/** "83%", "12 points less", "14", "1.52 bits". */
export function valueText(figure: FigureName, value: number, t: Words): string {
  const { unit } = SCALES[figure];
  if (unit === 'share') return percent(value);
  if (unit === 'bits') return t('bits', { value: number(value, 2) });
  if (unit === 'count') return number(value);
  const points = Math.round(Math.abs(value) * 100);
  return t(value < 0 ? 'pointsDown' : 'pointsUp', { count: points });
}

/** How long an answer took, as exactly as anybody wants to know: tenths of a second only of short ones. */
export const took = (seconds: number): string =>
  span(seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds));

/** "74–90%"; empty where there is none. */
export function intervalText({ figure, low, high }: Figure, t: Words): string {
  if (low === null || high === null) return '';
  const ends =
    SCALES[figure].unit === 'share'
      ? { low: number(low * 100), high: percent(high) }
      : { low: valueText(figure, low, t), high: valueText(figure, high, t) };
  return t(SCALES[figure].unit === 'share' ? 'between' : 'fromTo', ends);
}

/** How probably somebody about whom nothing is remarkable is as far off, as odds that people can picture; empty where unknown. */
export function chanceText(chance: number | null, t: Words, who: 'somebody' | 'pair' = 'somebody'): string {
  if (chance === null) return '';
  const subject = t(`chance.${who}`);
  if (chance < 0.0001) return t('chance.hardly', { who: subject });
  if (chance < 0.1) return t('chance.oneIn', { who: subject, times: number(Math.round(1 / chance)) });
  return t('chance.share', { who: subject, share: percent(chance) });
}

/** The figure of a kind that the table shows: of the chosen question, else of all of the form. */
export function figureOf(row: PersonRow, name: FigureName, question: string): Figure | undefined {
  const own = row.figures.filter(({ figure }) => figure === name);
  return own.find((figure) => figure.question === question) ?? own.find((figure) => figure.question === null);
}

/** The questions that figures are about, in the order in which they come. */
export const questionsIn = (rows: readonly PersonRow[]): string[] => [
  ...new Set(rows.flatMap(({ figures }) => figures.flatMap(({ question }) => question ?? []))),
];

export const outstanding = ({ figures }: PersonRow): Figure[] =>
  figures
    .filter(({ stands_out }) => stands_out)
    .toSorted((one, other) => (one.chance ?? 1) - (other.chance ?? 1) || byKind(one, other));

/** The kinds of figures that stand out, each once, with the questions for which it does. */
export function foundKinds(row: PersonRow): { figure: FigureName; questions: string[] }[] {
  const found = outstanding(row);
  return [...new Set(found.map(({ figure }) => figure))].map((kind) => ({
    figure: kind,
    questions: found.flatMap(({ figure, question }) => (figure === kind ? (question ?? []) : [])),
  }));
}

const byKind = (one: Figure, other: Figure): number =>
  FIGURES.indexOf(one.figure) - FIGURES.indexOf(other.figure);

/** Everything else about a person, in the order of the kinds; what is undefined last. */
export const ordinary = ({ figures }: PersonRow): Figure[] =>
  figures
    .filter(({ stands_out }) => !stands_out)
    .toSorted(
      (one, other) => Number(one.value === null) - Number(other.value === null) || byKind(one, other),
    );

export const pairsOf = (pairs: readonly Pair[], member: string): Pair[] =>
  pairs.filter(({ stands_out, members }) => stands_out && members.some(({ id }) => id === member));

/** Who agrees too much with somebody, each once. */
export const partnersOf = (pairs: readonly Pair[], member: string): Named[] => [
  ...new Map(
    pairsOf(pairs, member).flatMap(({ members }) =>
      members.filter(({ id }) => id !== member).map((other) => [other.id, other] as const),
    ),
  ).values(),
];

export const SORTS = ['attention', 'gold', 'agreement', 'annotations', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/** People in the order that is asked for; those of whom a figure is not known come last. */
export function sorted(
  rows: readonly PersonRow[],
  by: Sort,
  question: string,
  pairs: readonly Pair[],
): PersonRow[] {
  const alarms = (row: PersonRow): number => outstanding(row).length + pairsOf(pairs, row.member.id).length;
  const value = (row: PersonRow, name: FigureName): number => figureOf(row, name, question)?.value ?? 2;
  const rank: Record<Sort, (row: PersonRow) => number> = {
    attention: (row) => -alarms(row),
    gold: (row) => value(row, 'gold'),
    agreement: (row) => value(row, 'agreement'),
    annotations: (row) => -row.annotations,
    name: () => 0,
  };
  return rows.toSorted(
    (one, other) => rank[by](one) - rank[by](other) || one.member.name.localeCompare(other.member.name),
  );
}

/** Figures that a rule can watch, by the name that rules have for them. */
const RULES: Partial<Record<FigureName, string>> = {
  gold: 'gold_score',
  agreement: 'agreement',
  spammer_score: 'spammer_score',
  self_consistency: 'self_consistency',
  too_fast: 'too_fast',
  position_bias: 'position_bias',
  runs: 'same_answers_in_a_row',
};

const isCollector = (name: string | undefined): name is Collector =>
  COLLECTORS.some((collector) => collector === name);

/**
 * A rule that watches everybody for what was found about one. Its threshold is the customary one; where the figure
 * stands out, one that this figure would have met. It only tells: what else happens is for the manager to choose. Null
 * where no rule watches the figure.
 */
export function ruleFrom(figure: Figure): RuleDraft | null {
  const { value, stands_out } = figure;
  const collector = RULES[figure.figure];
  if (!isCollector(collector) || value === null) return null;
  const start = STARTS[collector];
  const mark = markOf(figure);
  // Whoever avoids what is shown first is as remarkable as whoever prefers it.
  const operator = stands_out && mark !== undefined && value < mark ? '<' : start.operator;
  const threshold = stands_out ? meeting(collector, operator, value) : start.threshold;
  const draft = { name: '', collector, ...start, operator, threshold };
  return fitted({ ...draft, action: 'notify', settings: {}, active: true });
}

/** The customary threshold, or the next whole step (5%, or 1) that the value meets where that lies further out. */
function meeting(collector: Collector, operator: Operator, value: number): number {
  const start = STARTS[collector];
  const size = UNITS[collector] === 'share' ? 0.05 : 1;
  const steps = Math.round((value / size) * 1e9) / 1e9;
  const [over, under] = [Math.floor(steps) + 1, Math.ceil(steps) - 1];
  const met = { '<': over, '<=': Math.ceil(steps), '>': under, '>=': Math.floor(steps) }[operator];
  const threshold = Math.round(Math.max(isRow(collector) ? 2 : 0, met) * size * 100) / 100;
  if (operator !== start.operator) return threshold;
  return operator === '<' || operator === '<='
    ? Math.max(start.threshold, threshold)
    : Math.min(start.threshold, threshold);
}
