import type { Answer, Form, Question } from '../../api';

/** A line to begin from: the first questions of the form with an answer of the right shape. */
export function exampleRow(form: Form): string {
  const answers = form.questions.flatMap((question): Answer[] => {
    const value = exampleValue(question);
    return value ? [{ question: question.name, on: placeOf(question), value: value as Answer['value'] }] : [];
  });
  const hinted = form.questions[0]?.name;
  return JSON.stringify({
    external_id: 'item-1',
    answers,
    ...(hinted ? { hints: { [hinted]: 'What to tell a learner who gets it wrong' } } : {}),
  });
}

const placeOf = ({ scope }: Question): string => {
  if (scope === 'responses') return 'responses.a';
  if (scope === 'messages' || scope === 'turns') return `${scope}.m1`;
  return scope === 'context' ? 'context.c1' : scope;
};

function exampleValue(question: Question): unknown {
  switch (question.kind) {
    case 'choice':
      return { choices: [question.options[0]?.value ?? ''] };
    case 'rating':
      return { rating: question.options.at(-1)?.value ?? 5 };
    case 'ranking':
      return { ranks: [['a'], ['b']] };
    case 'preference':
      return { preferred: 'a', strength: question.strengths.at(-1)?.value ?? 1 };
    default:
      return null;
  }
}
