import { i18n } from '../../i18n';
import { date, number, percent } from '../../i18n/format';
import type { Setting } from './merge';
import type { Qualification, ReviewRule, SkillWanted, Workflow } from './types';
import type { Words } from './words';

/** What a name is looked up in: ids of skills and members are nobody's words. */
export type Names = { skill: (id: string) => string; member: (id: string) => string };
export type Schedule = { overlap: number; priority: number; due_at: string | null };

const list = (parts: readonly string[]): string =>
  new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(parts);

const wanted = ({ skill, at_least }: SkillWanted, t: Words, names: Names): string =>
  at_least > 0
    ? t('summary.skillLevel', { skill: names.skill(skill), level: percent(at_least) })
    : names.skill(skill);

/** The language's name in the reader's own words; what is no tag is shown as it is. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(i18n.language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Who may work, in words; empty where everybody may. */
function who({ languages, skills }: Workflow, t: Words, names: Names): string {
  const asked = [...languages.map(languageName), ...skills.map((skill) => wanted(skill, t, names))];
  return asked.length > 0 ? t('summary.who', { what: list(asked) }) : '';
}

function answers({ most_overlap, enough_agreement, stop }: Workflow, overlap: number, t: Words): string {
  if (most_overlap === null || most_overlap <= overlap) return t('summary.answers', { count: overlap });
  if (stop.by === 'posterior')
    return t('summary.untilCertain', {
      count: overlap,
      most: number(most_overlap),
      share: percent(stop.confidence),
    });
  const share = percent(enough_agreement);
  if (most_overlap === overlap + 1) return t('summary.oneMore', { count: overlap, share });
  return t('summary.upTo', { count: overlap, most: number(most_overlap), share });
}

function review({ review: { percent: share, rules, blind } }: Workflow, t: Words): string {
  if (share === 0 && rules.length === 0) return t('summary.noReview');
  const much =
    share === 100
      ? t('summary.allReviewed')
      : share === 0
        ? t('summary.ruleReview', { count: rules.length })
        : rules.length > 0
          ? t('summary.reviewAndRules', { share: percent(share / 100), count: rules.length })
          : t('summary.review', { share: percent(share / 100) });
  return blind ? `${much} ${t('summary.blindReview')}` : much;
}

function gold({ gold: { onboarding, percent: share, gives } }: Workflow, t: Words, names: Names): string[] {
  if (onboarding === 0 && share === 0) return [t('summary.noGold')];
  const later = percent(share / 100);
  const much =
    onboarding === 0
      ? t('summary.goldLater', { share: later })
      : share === 0
        ? t('summary.goldFirst', { count: onboarding })
        : t('summary.goldBoth', { count: onboarding, share: later });
  return gives ? [much, gift(gives, t, names)] : [much];
}

export const gift = ({ skill, at_least, after, days }: Qualification, t: Words, names: Names): string =>
  t('summary.gives', {
    skill: names.skill(skill),
    share: percent(at_least),
    count: after,
    days: number(days),
  });

/** What becomes of differences that people have when nobody else is asked any more. */
function differences({ resolve, adjudication: { below } }: Workflow, t: Words): string[] {
  const nobody = t('summary.noAdjudication');
  if (resolve.by === 'none')
    return [below === null ? nobody : t('summary.adjudication', { share: percent(below) })];
  return [
    t(`summary.resolve.${resolve.by}`, { share: percent(resolve.confidence) }),
    t(below === null ? 'summary.restOpen' : 'summary.restAdjudicated'),
  ];
}

/** The whole workflow as sentences, in the order in which an item lives. */
export function summaryOf(workflow: Workflow, schedule: Schedule, t: Words, names: Names): string[] {
  return [
    t(`summary.mode.${workflow.mode}`),
    who(workflow, t, names),
    answers(workflow, schedule.overlap, t),
    t(workflow.requeue_skips ? 'summary.skipAgain' : 'summary.skipCounts'),
    review(workflow, t),
    ...differences(workflow, t),
    ...gold(workflow, t, names),
    schedule.due_at ? t('summary.due', { date: date(schedule.due_at) }) : '',
    schedule.priority === 0 ? '' : t(schedule.priority > 0 ? 'summary.sooner' : 'summary.later'),
  ].filter(Boolean);
}

/** A review rule as a sentence. */
export function ruleWords(rule: ReviewRule, t: Words, names: Names): string {
  const share = percent(rule.percent / 100);
  if (rule.by === 'annotator')
    return t('reviewRule.ofMember', { share, member: names.member(rule.member ?? '') });
  return t('reviewRule.ofFigure', {
    share,
    figure: t(`reviewRule.by.${rule.by}`),
    operator: t(`operator.${rule.operator}`),
    threshold: percent(rule.threshold),
  });
}

/** The value of a setting as people say it. */
export function valueWords(setting: Setting, value: unknown, t: Words, names: Names): string {
  if (value === null || value === undefined) return t('value.off');
  if (typeof value === 'boolean') return t(value ? 'value.on' : 'value.off');
  switch (setting) {
    case 'mode':
      return t(`mode.${value as Workflow['mode']}`);
    case 'stop.by':
      return t(`stop.${value as Workflow['stop']['by']}`);
    case 'resolve.by':
      return t(`resolve.${value as Workflow['resolve']['by']}`);
    case 'gold.feedback':
      return t(`feedback.${value as Workflow['gold']['feedback']}`);
    case 'enough_agreement':
    case 'stop.confidence':
    case 'resolve.confidence':
    case 'adjudication.below':
      return percent(value as number);
    case 'review.percent':
    case 'gold.percent':
    case 'again.percent':
      return percent((value as number) / 100);
    case 'gold.gives':
      return gift(value as Qualification, t, names);
    case 'skills':
      return several(
        (value as SkillWanted[]).map((skill) => wanted(skill, t, names)),
        t,
      );
    case 'languages':
      return several((value as string[]).map(languageName), t);
    case 'review.rules':
      return several(
        (value as ReviewRule[]).map((rule) => ruleWords(rule, t, names)),
        t,
      );
    case 'review.reasons':
    case 'adjudication.reasons':
      return several(
        (value as string[]).map((reason) => reasonWords(reason, t)),
        t,
      );
    default:
      return typeof value === 'number' ? number(value) : String(value);
  }
}

const several = (parts: readonly string[], t: Words): string =>
  parts.length > 0 ? list(parts) : t('value.none');

/** The reasons that come with the product have words; others are words already. */
export function reasonWords(reason: string, t: Words): string {
  const key = `reason.${reason}`;
  return /^\w+$/.test(reason) && i18n.exists(`workflow:${key}`) ? t(key as 'reason.other') : reason;
}
