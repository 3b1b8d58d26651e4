import type { Form } from '../../api';
import { date, number, percent } from '../../i18n/format';
import { span } from '../project/time';
import type { Figure } from './types';
import type { Words } from './words';

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** What a figure was made of, in sentences, as far as its evidence says more than its number. */
export function behind({ figure, question, evidence }: Figure, form: Form | undefined, t: Words): string[] {
  const { usual, fast, expected, earlier, later, from, answer, answers } = evidence;
  const name = (given: unknown): string => answerName(question, given, form, t);
  const told: Partial<Record<Figure['figure'], () => string | false>> = {
    too_fast: () =>
      isNumber(fast) &&
      isNumber(usual) &&
      t('evidence.fast', { count: fast, usual: span(Math.round(usual)) }),
    runs: () => answer !== undefined && t('evidence.run', { answer: name(answer) }),
    entropy: () => Array.isArray(answers) && t('evidence.answers', { answers: counted(answers, name) }),
    spammer_score: () => isNumber(usual) && t('evidence.usual', { share: percent(Math.max(0, usual)) }),
    position_bias: () => isNumber(expected) && t('evidence.expected', { share: percent(expected) }),
    drift: () =>
      isNumber(earlier) &&
      isNumber(later) &&
      t('evidence.drift', {
        earlier: percent(earlier),
        later: percent(later),
        day: typeof from === 'string' ? date(from) : '',
      }),
  };
  const sentence = told[figure]?.();
  return sentence ? [sentence] : [];
}

type Counted = { answer: unknown; n: number };
/** "Yes 80, No 3", the commonest first. */
const counted = (answers: readonly Counted[], name: (given: unknown) => string): string =>
  answers
    .toSorted((one, other) => other.n - one.n)
    .map(({ answer, n }) => `${name(answer)} ${number(n)}`)
    .join(', ');

/** What the hand gave: an option, or where responses are compared, the place of one on the screen. */
export function answerName(
  question: string | null,
  given: unknown,
  form: Form | undefined,
  t: Words,
): string {
  const asked = form?.questions.find(({ name }) => name === question);
  if (given === null) return t('evidence.neither');
  if (asked && !('options' in asked)) return t('evidence.place', { place: String(given) });
  const options: readonly { value: string | number; title: string }[] =
    asked && 'options' in asked ? asked.options : [];
  return options.find(({ value }) => value === given)?.title || String(given);
}

/** How somebody answers by what is right, where a figure was made of that: rows right, columns said, shares of a row. */
export function confusionIn({ evidence }: Figure): { categories: unknown[]; rows: number[][] } | null {
  const { categories, confusion } = evidence;
  if (!Array.isArray(categories) || !Array.isArray(confusion) || categories.length > MOST) return null;
  return { categories, rows: confusion as number[][] };
}
/** More categories would make a table that nobody reads. */
const MOST = 7;
