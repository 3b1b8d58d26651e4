import type { Form } from '../../../api';
import { i18n } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { answerTitle } from '../../models/answers';
import { span } from '../../project/time';
import { valueText } from '../../standing/figures';
import type { FigureName } from '../../standing/types';
import type { Words as StandingWords } from '../../standing/words';
import type { FigureChange, Question, Section } from '../types';
import { codeWords, coefficient, signed, type Words } from '../words';

// How a change since the report before is written, as the document writes it too.

const SHARES: ReadonlySet<string> = new Set([
  'percent',
  'win_rate',
  'share',
  'threshold',
  'decided',
  'tied',
  'needs_review',
  'expected_accuracy',
  'prevalence',
  'exact',
  'ties',
  'top',
  'tags',
]);
const WHOLE: ReadonlySet<string> = new Set(['circles', 'missing', 'extra', 'unmatched', 'mislabelled']);
/** Of people, figures that are no shares. */
const PLAIN: ReadonlySet<string> = new Set(['runs', 'entropy']);

/** Whether a figure is called something else than before; reports of an earlier version judge none. */
export const hasTurned = ({ verdict, verdict_before }: FigureChange): boolean =>
  Boolean(verdict && verdict_before && verdict !== verdict_before);

/** What a figure is of: about whom or what, the question and the answer, and what it is called. */
export function nameOf(change: FigureChange, section: Section, t: Words, standing: StandingWords): string {
  if (change.part === 'counts') return t(`count.${change.figure as 'items'}`);
  const parts = [change.about, answerOf(change, section), figureOf(change, t, standing)];
  return parts.filter(Boolean).join(' · ');
}

/** That a figure is called something else now, in a sentence with both figures. */
export function turnedWords(change: FigureChange, section: Section, t: Words, standing: StandingWords) {
  const answer = answerOf(change, section);
  const parts = change.part === 'people' ? [figureOf(change, t, standing), answer] : [answer];
  return t(`change.turned.${change.verdict ?? 'good'}`, {
    about: change.about,
    what: parts.filter(Boolean).join(' · '),
    value: shown(change, change.value, standing),
    was: shown(change, change.before, standing),
    n: number(change.n ?? 0),
    verdict: t(`change.called.${change.verdict_before ?? 'good'}`),
  });
}

/** What a figure was or is, as it stands elsewhere in the report. */
export function shown({ part, figure }: FigureChange, value: number, standing: StandingWords): string {
  if (figure === 'seconds') return span(value);
  if (part === 'people') return valueText(figure as FigureName, value, standing);
  if (part === 'counts' || WHOLE.has(figure)) return number(value);
  return SHARES.has(figure) ? percent(value, 1) : coefficient(value);
}

/** The interval of what a figure is; a dash where it has none. */
export function intervalOf(change: FigureChange, t: Words, standing: StandingWords): string {
  const { low, high } = change;
  if (low == null || high == null) return '–';
  return t('interval', { low: shown(change, low, standing), high: shown(change, high, standing) });
}

/** How far a figure has moved; shares in points. */
export function movedBy({ part, figure, difference }: FigureChange, t: Words): string {
  if (figure === 'seconds') return `${difference < 0 ? '−' : '+'}${span(Math.abs(difference))}`;
  if (part === 'counts' || WHOLE.has(figure) || figure === 'runs') return signed(difference, 0);
  if (part === 'people' ? !PLAIN.has(figure) : SHARES.has(figure))
    return t('change.points', { difference: signed(rounded(difference * 100, 1), 1) });
  return signed(rounded(difference, 3));
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function answerOf({ question, category }: FigureChange, { questions }: Section): string {
  return answerTitle(question, category == null ? null : String(category), formOf(questions));
}

function figureOf({ part, figure }: FigureChange, t: Words, standing: StandingWords): string {
  if (part === 'people') return standing(`figure.${figure as FigureName}.title`);
  const asElsewhere = part === 'questions' && i18n.exists(`figure.${figure}`, { ns: 'quality' });
  return codeWords(asElsewhere ? 'figure' : 'change.of', figure, t);
}

/** What the report knows of the form as it was: names, titles and options. */
export const formOf = (questions: readonly Question[]): Form =>
  ({
    version: 0,
    shows: [],
    questions: questions.map(({ question, kind, title, options }) => ({
      name: question,
      kind,
      title,
      options,
    })),
  }) as unknown as Form;
