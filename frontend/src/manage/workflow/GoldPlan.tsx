import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { Panel } from '../../ui';
import { Choices } from '../parts/Choices';
import { Percent, Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { WholeNumber } from '../parts/WholeNumber';
import { useSlug } from '../queries';
import { useSkills } from './calls';
import type { Block } from './fields';
import { SkillSelect } from './SkillSelect';
import { FEEDBACK, type Qualification } from './types';
import own from './workflow.module.css';

/** How often people meet items whose right answer is known, what they hear of it, and what it earns them. */
export function GoldPlan({ now, set, at, project }: Block & { project: string }) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const { gold, again } = now;
  const change = (next: Partial<typeof gold>): void => set({ gold: { ...gold, ...next } });
  return (
    <Panel
      title={t('goldPlan.title')}
      help={
        <>
          {t('goldPlan.help')} <Link to={`/${slug}/projects/${project}/gold`}>{t('goldPlan.items')}</Link>
        </>
      }
    >
      <div className={css.stack}>
        <div className={own.fields}>
          <WholeNumber
            label={t('goldPlan.onboarding')}
            description={t('goldPlan.onboardingHelp')}
            min={0}
            max={1000}
            clampBehavior="strict"
            classNames={{ input: own.short ?? '' }}
            value={gold.onboarding}
            error={at('/gold/onboarding')}
            onChange={(onboarding) => change({ onboarding })}
          />
          <Percent
            label={t('goldPlan.percent')}
            description={t('goldPlan.percentHelp')}
            max={50}
            classNames={{ input: own.short ?? '' }}
            value={gold.percent}
            error={at('/gold/percent')}
            onChange={(percent) => change({ percent })}
          />
          <Percent
            label={t('goldPlan.again')}
            description={t('goldPlan.againHelp')}
            max={10}
            classNames={{ input: own.short ?? '' }}
            value={again.percent}
            error={at('/again/percent')}
            onChange={(percent) => set({ again: { percent } })}
          />
        </div>
        <Choices
          legend={t('goldPlan.feedback')}
          name="feedback"
          value={gold.feedback}
          onChange={(feedback) => change({ feedback })}
          options={FEEDBACK.map((value) => ({
            value,
            title: t(`feedback.${value}`),
            help: t(`feedbackHelp.${value}`),
          }))}
        />
        <Gift gives={gold.gives} at={at} onChange={(gives) => change({ gives })} />
      </div>
    </Panel>
  );
}

/** The skill that is earned here. */
function Gift(props: {
  gives: Qualification | null;
  at: Block['at'];
  onChange: (gives: Qualification | null) => void;
}) {
  const { t } = useTranslation('workflow');
  const { gives, at, onChange } = props;
  const first = useSkills().data?.find(({ kind }) => kind === 'skill');
  const change = (next: Partial<Qualification>): void => {
    if (gives) onChange({ ...gives, ...next });
  };
  return (
    <>
      <Toggle
        label={t('goldPlan.gives')}
        description={t(first || gives ? 'goldPlan.givesHelp' : 'goldPlan.givesNone')}
        disabled={!first && !gives}
        checked={gives !== null}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked && first
              ? { skill: first.id, at_least: 0.8, after: 10, days: 365 }
              : null,
          )
        }
      />
      {gives && (
        <div className={own.nested}>
          <SkillSelect
            label={t('goldPlan.skill')}
            value={gives.skill}
            error={at('/gold/gives/skill')}
            onChange={(skill) => change({ skill })}
          />
          <Share
            label={t('goldPlan.atLeast')}
            value={gives.at_least}
            error={at('/gold/gives/at_least')}
            onChange={(at_least) => change({ at_least })}
          />
          <WholeNumber
            label={t('goldPlan.after')}
            min={1}
            max={1000}
            value={gives.after}
            error={at('/gold/gives/after')}
            onChange={(after) => change({ after })}
          />
          <WholeNumber
            label={t('goldPlan.days')}
            min={1}
            max={3650}
            value={gives.days}
            error={at('/gold/gives/days')}
            onChange={(days) => change({ days })}
          />
        </div>
      )}
    </>
  );
}
