import type { Anchor } from '../compare/Comparison';
import { compare } from '../compare/rows';
import type { TFunction } from '../i18n';
import { i18n } from '../i18n';
import { number } from '../i18n/format';
import { summaryOf } from '../label/summary';
import { subjectOf } from '../questions/target';
import type { Summarise } from './judging';
import type { ReviewWork } from './types';

/** A reason code in words; codes of a project's own are words already. */
export const reasonWords = (code: string): string => {
  const key = `review:reasons.${code}`;
  return i18n.exists(key) ? i18n.t(key as never) : code;
};

/** "3 min 20 s" of work. */
export function timeWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return [...(minutes ? [`${number(minutes)} min`] : []), ...(rest || !minutes ? [`${rest} s`] : [])].join(
    ' ',
  );
}

/** What a remark is about, in words: the words themselves, a shape, a response, a question. */
export function anchorWords(
  t: TFunction<'review'>,
  anchor: Anchor | null | undefined,
  work: Pick<ReviewWork, 'form' | 'content'>,
): string {
  if (!anchor) return t('about.item');
  const { form, content } = work;
  const question = form.questions.find(({ name }) => name === anchor.question)?.title;
  const where = whereWords(t, anchor.on, content);
  const place = [question, where].filter(Boolean).join(' · ');
  if (anchor.region !== undefined)
    return [place, t('about.region', { number: anchor.region + 1 })].filter(Boolean).join(' · ');
  return place || t('about.item');
}

function whereWords(t: TFunction<'review'>, on: string, content: ReviewWork['content']): string {
  const subject = subjectOf(content);
  const [part, id] = on.split('.');
  const label = (scope: Parameters<typeof subject.targets>[0]) =>
    subject.targets(scope).find((target) => target.on === on)?.label ?? id ?? '';
  switch (part) {
    case 'responses':
      return t('about.response', { letter: label('responses') });
    case 'messages':
      return t('about.message', { number: label('messages') });
    case 'turns':
      return t('about.turn', { number: label('turns') });
    case 'context':
      return t('about.document', { number: label('context') });
    case 'prompt':
      return t('about.prompt');
    case 'text':
      return t('about.text');
    default:
      return '';
  }
}

/** The words that an anchored remark quotes, as far as they can be found. */
export function quoteOf(
  anchor: Anchor | null | undefined,
  { form, content }: Pick<ReviewWork, 'form' | 'content'>,
  answers: ReviewWork['others'][number]['answers'],
): string {
  if (anchor?.start === undefined || anchor.end === undefined) return '';
  const written = answers.find(({ question, on }) => question === anchor.question && on === anchor.on)?.value;
  const target = compare(form, content, [{ answers }]).find(({ key }) =>
    key.endsWith(`/${anchor.on}`),
  )?.target;
  const source =
    written && 'text' in written
      ? written.text
      : (target?.text ??
        (['text', 'prompt', 'messages', 'context', 'responses'] as const)
          .flatMap((scope) => subjectOf(content).targets(scope))
          .find(({ on }) => on === anchor.on)?.text ??
        '');
  return Array.from(source).slice(anchor.start, anchor.end).join('');
}

/** How a verdict is listed when the server did not take it. */
export const summariser =
  (t: TFunction<'review'>, work: ReviewWork): Summarise =>
  (review, verdict, opinion) => {
    const rows = [
      { title: t('content.bar'), text: t(`verdict.${verdict}`) },
      { title: t('judge.reason'), text: opinion.reason ? reasonWords(opinion.reason) : '' },
      { title: t('judge.comment'), text: opinion.comment },
      ...opinion.remarks.map(({ text, anchor }) => ({
        title: anchorWords(t, anchor, work),
        text: [quoteOf(anchor, work, review.annotation.answers), text].filter(Boolean).join(' — '),
      })),
      ...(verdict === 'corrected'
        ? summaryOf(work.form, subjectOf(work.content), opinion.answers ?? [])
        : []),
    ];
    return rows.filter(({ text }) => text.trim() !== '');
  };
