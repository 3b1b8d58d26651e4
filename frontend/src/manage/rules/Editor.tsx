import '../workflow/words';
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem, type Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice, toast } from '../../ui';
import { Modal } from '../parts/Modal';
import { Share } from '../parts/Percent';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { WholeNumber } from '../parts/WholeNumber';
import { useSkills } from '../workflow/calls';
import { within } from '../workflow/fields';
import { SkillSelect } from '../workflow/SkillSelect';
import { OPERATORS, type Operator } from '../workflow/types';
import own from '../workflow/workflow.module.css';
import { useAddRule, useChangeRule } from './calls';
import rules from './rules.module.css';
import { ruleName, ruleSentence } from './sentence';
import {
  ACTIONS,
  type Action,
  COLLECTORS,
  type Collector,
  fitted,
  isRow,
  type Rule,
  type RuleDraft,
  STARTS,
  UNITS,
} from './types';

const FIELDS = ['/name', '/threshold', '/window', '/least', '/settings'];

/** A rule is filled in like a sentence; below, it is read back in full. */
export function Editor(props: {
  project: Project;
  start: RuleDraft;
  /** The rule that is changed; a new one is made where there is none. */
  rule?: Rule | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation(['workflow', 'common', 'manage']);
  const { project, rule, onClose } = props;
  const [draft, setDraft] = useState(() => written(props.start));
  const add = useAddRule(project.id);
  const change = useChangeRule(project.id);
  const error = add.error ?? change.error;
  const problem = error ? asProblem(error) : null;
  const names = useSkillNames();
  const sentence = ruleSentence(draft, t, names);
  const incomplete = draft.action === 'set_skill' && !draft.settings.skill;
  const set = (next: Partial<RuleDraft>): void => setDraft((before) => ({ ...before, ...next }));
  const done = {
    onSuccess: () => {
      toast(t('rules.saved'));
      onClose();
    },
  };
  const save = (): void => {
    const whole = { ...fitted(draft), name: draft.name.trim() || ruleName(draft, t) };
    if (rule) change.mutate({ rule, changes: whole }, done);
    else add.mutate(whole, done);
  };
  return (
    <Modal title={t(rule ? 'rules.change' : 'rules.new')} wide onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <fieldset className={rules.editor}>
          <legend className="visually-hidden">{t('rules.what')}</legend>
          <When draft={draft} set={set} error={within(problem, '/threshold')} />
          <Over draft={draft} set={set} error={within(problem, '/window') ?? within(problem, '/least')} />
          <Then draft={draft} set={set} error={within(problem, '/settings')} />
        </fieldset>
        <Notice kind="info">
          <strong>{t('rules.inWords')}</strong> {sentence} {t(`rules.actionHelp.${draft.action}`)}
        </Notice>
        {(draft.action === 'warn' || draft.action === 'pause') && (
          <TextInput
            label={t('rules.message')}
            description={t('rules.messageHelp')}
            maxLength={500}
            dir="auto"
            value={draft.settings.message ?? ''}
            onChange={(event) => set({ settings: { ...draft.settings, message: event.currentTarget.value } })}
          />
        )}
        <TextInput
          label={t('rules.name')}
          description={t('rules.nameHelp')}
          maxLength={120}
          placeholder={ruleName(draft, t)}
          value={draft.name}
          error={within(problem, '/name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Problem error={problem} shown={FIELDS} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending || change.isPending} disabled={incomplete}>
            {t(rule ? 'common:save' : 'rules.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Of a rule only what can be written. */
const written = ({
  name,
  collector,
  operator,
  threshold,
  window,
  least,
  action,
  settings,
  active,
}: RuleDraft): RuleDraft => ({
  name,
  collector,
  operator,
  threshold,
  window,
  least,
  action,
  settings,
  active,
});

export function useSkillNames(): (id: string) => string {
  const { t } = useTranslation('workflow');
  const skills = useSkills().data;
  return (id) => skills?.find((skill) => skill.id === id)?.name ?? t('eligible.someSkill');
}

type Part = { draft: RuleDraft; set: (change: Partial<RuleDraft>) => void; error: string | undefined };

function When({ draft, set, error }: Part) {
  const { t } = useTranslation('workflow');
  const { collector, operator, threshold } = draft;
  const common = {
    'aria-label': t('rules.threshold'),
    classNames: { root: own.tiny ?? '' },
    value: threshold,
    onChange: (next: number) => set({ threshold: next }),
  };
  return (
    <div className={own.sentence}>
      <strong>{t('rules.when')}</strong>
      <NativeSelect
        aria-label={t('rules.figure')}
        data-autofocus
        value={collector}
        onChange={(event) => {
          const next = event.currentTarget.value as Collector;
          set({ collector: next, ...STARTS[next] });
        }}
        data={COLLECTORS.map((value) => ({ value, label: t(`rules.collector.${value}`) }))}
      />
      <NativeSelect
        aria-label={t('rules.compared')}
        value={operator}
        onChange={(event) => set({ operator: event.currentTarget.value as Operator })}
        data={OPERATORS.map((value) => ({ value, label: t(`operator.${value}`) }))}
      />
      {UNITS[collector] === 'share' ? (
        <Share {...common} />
      ) : UNITS[collector] === 'seconds' ? (
        <NumberInput
          {...common}
          min={0}
          suffix={` ${t('rules.secondsShort')}`}
          onChange={(next) => typeof next === 'number' && set({ threshold: next })}
        />
      ) : (
        <WholeNumber {...common} min={1} max={1000} />
      )}
      {error && <span className={own.error}>{error}</span>}
    </div>
  );
}

function Over({ draft, set, error }: Part) {
  const { t } = useTranslation('workflow');
  const { collector, window, least } = draft;
  if (isRow(collector)) return null;
  return (
    <div className={own.sentence}>
      <span>{t('rules.over')}</span>
      <WholeNumber
        aria-label={t('rules.window')}
        classNames={{ root: own.tiny ?? '' }}
        min={1}
        max={1000}
        value={window}
        onChange={(next) => set({ window: next, least: Math.min(least, next) })}
      />
      <span>{t(collector === 'gold_score' ? 'rules.goldItems' : 'rules.items')}</span>
      <span>{t('rules.atLeast')}</span>
      <WholeNumber
        aria-label={t('rules.least')}
        classNames={{ root: own.tiny ?? '' }}
        min={1}
        max={window}
        value={least}
        onChange={(next) => set({ least: next })}
      />
      <span>{t('rules.ofThem')}</span>
      {error && <span className={own.error}>{error}</span>}
    </div>
  );
}

function Then({ draft, set, error }: Part) {
  const { t } = useTranslation('workflow');
  const { action, settings } = draft;
  return (
    <div className={own.sentence}>
      <strong>{t('rules.then')}</strong>
      <NativeSelect
        aria-label={t('rules.action.label')}
        value={action}
        onChange={(event) => {
          const next = event.currentTarget.value as Action;
          set({
            action: next,
            settings:
              next === 'pause' ? { pause: 'new' } : next === 'set_skill' ? { skill: '', level: 0.5 } : {},
          });
        }}
        data={ACTIONS.map((value) => ({ value, label: t(`rules.action.${value}`) }))}
      />
      {action === 'pause' && (
        <NativeSelect
          aria-label={t('rules.howFar')}
          value={settings.pause ?? 'new'}
          onChange={(event) =>
            set({ settings: { ...settings, pause: event.currentTarget.value as 'new' | 'full' } })
          }
          data={(['new', 'full'] as const).map((value) => ({ value, label: t(`rules.pause.${value}`) }))}
        />
      )}
      {action === 'set_skill' && (
        <>
          <SkillSelect
            label={t('rules.skill')}
            hidden
            value={settings.skill ?? ''}
            onChange={(skill) => set({ settings: { ...settings, skill } })}
          />
          <span>{t('rules.to')}</span>
          <Share
            aria-label={t('rules.level')}
            classNames={{ root: own.tiny ?? '' }}
            value={settings.level ?? 0}
            onChange={(level) => set({ settings: { ...settings, level } })}
          />
        </>
      )}
      {error && <span className={own.error}>{error}</span>}
    </div>
  );
}
