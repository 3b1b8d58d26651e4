import type { Answer, AnswerValue } from '../../api';
import type { Shown } from '../imports/difference';
import type { Side } from './types';

/** A side of a comparison as parts: its content, what stands beside it, its state, and what each person answered. */
export function shownSide(side: Side): Shown {
  if (!side) return { content: {}, metadata: {} };
  const { content, metadata, state, annotations } = side;
  const answers = annotations.map(({ annotator, answers }) => [
    `answers ${annotator}`,
    answers.map(answerText).join('\n'),
  ]);
  return { content, metadata, others: { state, ...Object.fromEntries(answers) } };
}

const answerText = ({ question, on, value }: Answer): string =>
  `${question}${on === 'item' ? '' : ` (${on})`}: ${valueText(value)}`;

/** A value in a few signs: the form that it was given under may not be known here. */
function valueText(value: AnswerValue): string {
  if ('ranks' in value) return value.ranks.map((rank) => rank.join(' = ')).join(' > ');
  if ('choices' in value) return [...value.choices, value.other].filter(Boolean).join(', ');
  if ('rating' in value) return String(value.rating);
  if ('text' in value) return value.text;
  return JSON.stringify(value);
}
