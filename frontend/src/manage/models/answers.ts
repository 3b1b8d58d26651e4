import type { Form } from '../../api';
import type { Category, Threshold } from './types';

const AT_MOST = '<=';

/** "Is it safe? – No"; of a rating, "Quality – 2 or less". Without a category, the question. */
export function answerTitle(question: string, category: Category | null, form: Form | undefined): string {
  const asked = form?.questions.find(({ name }) => name === question);
  const title = asked?.title ?? question;
  if (category === null) return title;
  const value = category.startsWith(AT_MOST) ? category.slice(AT_MOST.length) : category;
  const options: readonly { value: string | number; title: string }[] =
    asked && 'options' in asked ? asked.options : [];
  const option = options.find((each) => String(each.value) === value)?.title || value;
  return category.startsWith(AT_MOST)
    ? `${title} ≤ ${value}${option === value ? '' : ` (${option})`}`
    : `${title} – ${option}`;
}

export type Answer = Pick<Threshold, 'question' | 'category'>;
/** Every answer about responses that can count against a model, as the server counts them. */
export const answersOf = (form: Form): Answer[] =>
  form.questions.flatMap((question): Answer[] => {
    if (question.scope !== 'responses') return [];
    if (question.kind === 'choice')
      return question.options.map(({ value }) => ({ question: question.name, category: value }));
    if (question.kind === 'rating')
      return question.options
        .slice(0, -1)
        .map(({ value }) => ({ question: question.name, category: `${AT_MOST}${value}` }));
    return [];
  });

export const keyOf = ({ question, category }: Answer): string => JSON.stringify([question, category]);
