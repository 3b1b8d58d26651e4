import type { TFunction } from '../i18n';
import type { PlaceGap } from '../questions/form';

/** A gap in words, for those who cannot see the marked question. */
export function gapWords(t: TFunction<'label'>, { question, target, gap }: PlaceGap): string {
  const words =
    gap.reason === 'short' || gap.reason === 'long'
      ? t(`gap.${gap.reason}`, { count: gap.by })
      : t(`gap.${gap.reason}`);
  return `${question.title} ${target.label}: ${words}`;
}
