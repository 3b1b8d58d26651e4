import { Checkbox } from '@mantine/core';
import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { Button, Icon, Notice, Panel } from '../../ui';
import { Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { useSlug } from '../queries';
import { useSkills } from './calls';
import type { Block } from './fields';
import { SkillSelect } from './SkillSelect';
import { languageName } from './summary';
import own from './workflow.module.css';

/** Who may work here: languages they know and skills they have. */
export function Eligible({ now, set, at, names }: Block) {
  const { t } = useTranslation('workflow');
  const slug = useSlug();
  const skills = useSkills();
  const known = skills.data?.filter(({ kind }) => kind === 'language').map(({ name }) => name) ?? [];
  const languages = [...new Set([...known, ...now.languages])];
  const others = skills.data?.filter(({ kind }) => kind === 'skill') ?? [];
  const change = (index: number, change: Partial<(typeof now.skills)[number]>): void =>
    set({ skills: now.skills.map((each, at) => (at === index ? { ...each, ...change } : each)) });
  const free = others.find(({ id }) => !now.skills.some(({ skill }) => skill === id));
  return (
    <Panel title={t('eligible.title')} help={t('eligible.help')}>
      <div className={css.stack}>
        {skills.data?.length === 0 && now.languages.length === 0 && (
          <Notice kind="info">
            {t('eligible.noneYet')} <Link to={`/${slug}/members#skills`}>{t('eligible.addSkills')}</Link>
          </Notice>
        )}
        {languages.length > 0 && (
          <Checkbox.Group
            label={t('eligible.languages')}
            description={t('eligible.languagesHelp')}
            error={at('/languages')}
            value={[...now.languages]}
            onChange={(chosen) => set({ languages: chosen })}
          >
            <div className={own.checks}>
              {languages.map((tag) => (
                <Checkbox key={tag} value={tag} label={languageName(tag)} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        {(others.length > 0 || now.skills.length > 0) && (
          <div className={css.tight}>
            <span className={own.label}>{t('eligible.skills')}</span>
            <span className={css.small}>{t('eligible.skillsHelp')}</span>
            {now.skills.map(({ skill, at_least }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; the same skill may stand twice
              <div key={index} className={own.sentence}>
                <SkillSelect
                  label={t('eligible.skill')}
                  hidden
                  value={skill}
                  error={at(`/skills/${index}/skill`)}
                  onChange={(next) => change(index, { skill: next })}
                />
                <span>{t('eligible.atLeast')}</span>
                <Share
                  aria-label={t('eligible.level', { skill: names.skill(skill) })}
                  classNames={{ root: own.tiny ?? '' }}
                  value={at_least}
                  error={at(`/skills/${index}/at_least`)}
                  onChange={(level) => change(index, { at_least: level })}
                />
                <button
                  type="button"
                  className={own.remove}
                  aria-label={t('eligible.without', { skill: names.skill(skill) })}
                  onClick={() => set({ skills: now.skills.filter((_, at) => at !== index) })}
                >
                  <Icon name="close" size={16} />
                </button>
              </div>
            ))}
            {free && (
              <div>
                <Button
                  kind="default"
                  size="small"
                  icon="plus"
                  onClick={() => set({ skills: [...now.skills, { skill: free.id, at_least: 0.5 }] })}
                >
                  {t('eligible.addSkill')}
                </Button>
              </div>
            )}
          </div>
        )}
        {at('/skills') && <p className={own.error}>{at('/skills')}</p>}
        <p className={css.small}>{t('eligible.clearance')}</p>
      </div>
    </Panel>
  );
}
