import { number, percent } from '../../i18n/format';
import type { Words } from '../workflow/words';
import { type Collector, isRow, type RuleDraft, UNITS } from './types';

/** A figure of a collector as people say it: "60 %", "5 s", "12". */
export function figureWords(collector: Collector, value: number, t: Words): string {
  const unit = UNITS[collector];
  if (unit === 'share') return percent(value);
  if (unit === 'seconds') return t('rules.seconds', { count: Math.round(value * 10) / 10 });
  return number(value);
}

/** What happens, as the end of a sentence. */
export function actionWords(
  { action, settings }: Pick<RuleDraft, 'action' | 'settings'>,
  t: Words,
  skillName: (id: string) => string,
): string {
  if (action === 'pause') return t(settings.pause === 'full' ? 'rules.pauseFull' : 'rules.pauseNew');
  if (action === 'set_skill')
    return t('rules.setSkill', {
      skill: skillName(settings.skill ?? ''),
      level: percent(settings.level ?? 0),
    });
  return t(`rules.action.${action}`);
}

/** What a rule is called that nobody gave a name: "Gold score below 70 %". */
export const ruleName = ({ collector, operator, threshold }: RuleDraft, t: Words): string =>
  t('rules.named', {
    figure: t(`rules.called.${collector}`),
    operator: t(`operator.${operator}`),
    threshold: figureWords(collector, threshold, t),
  });

/** The rule as a sentence: "When somebody's gold score is below 60 % over their last 20 items …". */
export function ruleSentence(rule: RuleDraft, t: Words, skillName: (id: string) => string): string {
  const { collector, operator, threshold, window, least } = rule;
  const when = {
    figure: t(`rules.collector.${collector}`),
    operator: t(`operator.${operator}`),
    threshold: figureWords(collector, threshold, t),
    action: actionWords(rule, t, skillName),
    least: number(least),
  };
  return isRow(collector)
    ? t(`rules.row.${collector}`, when)
    : t('rules.sentence', { ...when, count: window });
}
