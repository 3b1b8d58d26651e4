import type { Answer, Form } from '../api/types';
import { kindOf } from '../questions/kinds';
import type { Subject } from '../questions/target';

/** Answers in words, in the order of the form and of the content; texts in full, so that they can be copied. */
export function summaryOf(
  form: Form,
  subject: Subject,
  answers: readonly Answer[],
): { title: string; text: string }[] {
  return form.questions.flatMap((question) =>
    subject.targets(question.scope).flatMap((target) => {
      const given = answers.find(({ question: name, on }) => name === question.name && on === target.on);
      if (!given) return [];
      const { value } = given;
      const kind = kindOf(question);
      const text =
        'text' in value
          ? value.text
          : (kind.inFull?.(question, value) ?? kind.summary(question, value, target));
      return [{ title: target.label ? `${question.title} · ${target.label}` : question.title, text }];
    }),
  );
}
