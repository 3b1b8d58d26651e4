import '../workflow/words';
import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, Icon, Panel, toast, toastError } from '../../ui';
import { Confirm } from '../parts/Confirm';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { RowButton } from '../parts/RowButton';
import { Toggle } from '../parts/Toggle';
import { useChangeRule, useRemoveRule, useRules, useSuggestedRules } from './calls';
import { Editor, useSkillNames } from './Editor';
import { Firings } from './Firings';
import own from './rules.module.css';
import { ruleName, ruleSentence } from './sentence';
import { type Rule, type RuleDraft, STARTS } from './types';

const NEW: RuleDraft = {
  name: '',
  collector: 'gold_score',
  ...STARTS.gold_score,
  action: 'pause',
  settings: { pause: 'new' },
  active: true,
};

type Editing = { start: RuleDraft; rule?: Rule } | null;

/** What is watched about each person, what happens then, and what has happened. */
export function Rules({ project }: { project: Project }) {
  const rules = useRules(project.id);
  const [editing, setEditing] = useState<Editing>(null);
  return (
    <>
      <Firings project={project} />
      <Query of={rules}>
        {(rows) => (
          <>
            <List project={project} rows={rows} onEdit={setEditing} />
            <Suggested rows={rows} onTake={(start) => setEditing({ start })} />
          </>
        )}
      </Query>
      {editing && (
        <Editor
          project={project}
          start={editing.start}
          rule={editing.rule}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function List(props: { project: Project; rows: Rule[]; onEdit: (editing: Editing) => void }) {
  const { t } = useTranslation('workflow');
  const { project, rows, onEdit } = props;
  const [removing, setRemoving] = useState<Rule | null>(null);
  const add = (
    <Button icon="plus" onClick={() => onEdit({ start: NEW })}>
      {t('rules.new')}
    </Button>
  );
  return (
    <Panel title={t('rules.title')} help={t('rules.help')} actions={rows.length > 0 && add}>
      {rows.length === 0 ? (
        <EmptyState icon="shield" title={t('rules.empty')} action={add}>
          {t('rules.emptyHelp')}
        </EmptyState>
      ) : (
        <ul className={own.rules}>
          {rows.map((rule) => (
            <Row
              key={rule.id}
              project={project}
              rule={rule}
              onEdit={() => onEdit({ start: rule, rule })}
              onRemove={() => setRemoving(rule)}
            />
          ))}
        </ul>
      )}
      {removing && <Remove project={project} rule={removing} onClose={() => setRemoving(null)} />}
    </Panel>
  );
}

function Row(props: { project: Project; rule: Rule; onEdit: () => void; onRemove: () => void }) {
  const { t } = useTranslation('workflow');
  const { project, rule } = props;
  const names = useSkillNames();
  const change = useChangeRule(project.id);
  return (
    <li className={own.rule} data-off={!rule.active || undefined}>
      <div>
        <h3>{rule.name}</h3>
        <p>{ruleSentence(rule, t, names)}</p>
      </div>
      <div className={css.row}>
        <Toggle
          aria-label={t('rules.activeOne', { name: rule.name })}
          checked={rule.active}
          onChange={(event) =>
            change.mutate({ rule, changes: { active: event.currentTarget.checked } }, { onError: toastError })
          }
        />
        <RowButton label={t('rules.changeOne', { name: rule.name })} onClick={props.onEdit}>
          {t('rules.edit')}
        </RowButton>
        <RowButton label={t('rules.removeOne', { name: rule.name })} onClick={props.onRemove}>
          {t('rules.remove')}
        </RowButton>
      </div>
    </li>
  );
}

function Remove(props: { project: Project; rule: Rule; onClose: () => void }) {
  const { t } = useTranslation('workflow');
  const { project, rule, onClose } = props;
  const remove = useRemoveRule(project.id);
  return (
    <Confirm
      title={t('rules.removeOne', { name: rule.name })}
      action={t('rules.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(rule.id, {
          onSuccess: () => {
            toast(t('rules.removed'));
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      {t('rules.removeHelp')}
    </Confirm>
  );
}

/** Ready-made rules, called what they watch for in the reader's language; those that are in force already are left out. */
function Suggested({ rows, onTake }: { rows: Rule[]; onTake: (rule: RuleDraft) => void }) {
  const { t } = useTranslation('workflow');
  const names = useSkillNames();
  const suggested = (useSuggestedRules().data ?? [])
    .map((rule): RuleDraft => ({ ...NEW, ...rule, name: '', settings: rule.settings ?? {}, active: true }))
    .filter(
      (rule) => !rows.some(({ collector, action }) => collector === rule.collector && action === rule.action),
    );
  if (suggested.length === 0) return null;
  return (
    <Panel title={t('rules.suggested')} help={t('rules.suggestedHelp')}>
      <ul className={own.suggested}>
        {suggested.map((rule) => (
          <li key={`${rule.collector} ${rule.action}`}>
            <button type="button" onClick={() => onTake(rule)}>
              <strong>{ruleName(rule, t)}</strong>
              <span>{ruleSentence(rule, t, names)}</span>
              <small>
                <Icon name="plus" size={14} />
                {t('rules.use')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
