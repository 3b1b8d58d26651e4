import type { Answer, Form } from '../api/types';
import { responseOf } from '../questions/form';
import type { Shown } from '../questions/kind';
import { kindOf } from '../questions/kinds';

/** Answers in words, in the order of the form and of the responses; texts in full, so that they can be copied. */
export function summaryOf(
  form: Form,
  responses: readonly Shown[],
  answers: readonly Answer[],
): { title: string; text: string }[] {
  const placeOf = ({ question, on }: Answer) =>
    form.questions.findIndex(({ name }) => name === question) * 1000 +
    responses.findIndex(({ id }) => id === responseOf(on));
  const inOrder = [...answers].sort((a, b) => placeOf(a) - placeOf(b));
  return inOrder.flatMap(({ question: name, on, value }) => {
    const question = form.questions.find((each) => each.name === name);
    if (!question) return [];
    const letter = responses.find(({ id }) => id === responseOf(on))?.letter;
    const text = 'text' in value ? value.text : kindOf(question).summary(question, value, responses);
    return [{ title: letter ? `${question.title} · ${letter}` : question.title, text }];
  });
}
