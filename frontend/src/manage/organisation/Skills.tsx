import '../workflow/words';
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Icon, Panel, toast } from '../../ui';
import { Choices } from '../parts/Choices';
import { Confirm } from '../parts/Confirm';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { useSkills } from '../workflow/calls';
import { languageName } from '../workflow/summary';
import type { Skill } from '../workflow/types';
import own from '../workflow/workflow.module.css';
import { useNewSkill, useRemoveSkill } from './qualifications';

const KINDS = ['skill', 'language'] as const;

/** Everything that members can be good at: what projects may ask for. */
export default function Skills() {
  const { t } = useTranslation('workflow');
  const skills = useSkills();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Skill | null>(null);
  useEffect(() => {
    if (location.hash === '#skills') document.getElementById('skills')?.scrollIntoView();
  }, []);
  return (
    <div id="skills">
      <Panel
        title={t('skills.title')}
        help={t('skills.help')}
        actions={
          <Button kind="default" icon="plus" onClick={() => setAdding(true)}>
            {t('skills.new')}
          </Button>
        }
      >
        <Query of={skills}>
          {(rows) =>
            rows.length === 0 ? (
              <p className={css.small}>{t('skills.none')}</p>
            ) : (
              <div className={css.stack}>
                {KINDS.map((kind) => (
                  <Kind key={kind} kind={kind} rows={rows} onRemove={setRemoving} />
                ))}
              </div>
            )
          }
        </Query>
      </Panel>
      {adding && <NewSkill onClose={() => setAdding(false)} />}
      {removing && <Remove skill={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

export const skillName = ({ kind, name }: Skill): string => (kind === 'language' ? languageName(name) : name);

function Kind(props: { kind: Skill['kind']; rows: Skill[]; onRemove: (skill: Skill) => void }) {
  const { t } = useTranslation('workflow');
  const rows = props.rows.filter(({ kind }) => kind === props.kind);
  if (rows.length === 0) return null;
  return (
    <div className={css.tight}>
      <h3 className={own.label}>{t(`skills.kinds.${props.kind}`)}</h3>
      <ul className={own.chips}>
        {rows.map((skill) => (
          <li key={skill.id}>
            {skillName(skill)}
            <button
              type="button"
              aria-label={t('skills.removeOne', { name: skillName(skill) })}
              onClick={() => props.onRemove(skill)}
            >
              <Icon name="close" size={13} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function NewSkill({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['workflow', 'common']);
  const [kind, setKind] = useState<Skill['kind']>('skill');
  const [name, setName] = useState('');
  const add = useNewSkill();
  const problem = add.error ? asProblem(add.error) : null;
  const named = name.trim();
  const read = kind === 'language' && named ? languageName(named) : '';
  return (
    <Modal title={t('skills.new')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ name: named, kind }, { onSuccess: onClose });
        }}
      >
        <Choices
          legend={t('skills.kind')}
          name="kind"
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({
            value,
            title: t(`skills.oneKind.${value}`),
            help: t(`skills.kindHelp.${value}`),
          }))}
        />
        <TextInput
          label={t(kind === 'language' ? 'skills.tag' : 'skills.name')}
          description={
            kind === 'language'
              ? read && read !== named
                ? t('skills.tagMeans', { language: read })
                : t('skills.tagHelp')
              : t('skills.nameHelp')
          }
          required
          data-autofocus
          maxLength={80}
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Problem error={problem} shown={['/name']} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending} disabled={!named}>
            {t('skills.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Remove({ skill, onClose }: { skill: Skill; onClose: () => void }) {
  const { t } = useTranslation('workflow');
  const remove = useRemoveSkill();
  const name = skillName(skill);
  return (
    <Confirm
      title={t('skills.removeOne', { name })}
      action={t('skills.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(skill.id, {
          onSuccess: () => {
            toast(t('skills.removed', { name }));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      {t('skills.removeHelp')}
    </Confirm>
  );
}
