import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { Toggle } from '../parts/Toggle';
import { Condition } from './Condition';
import { type Change, type DraftForm, type DraftQuestion, editQuestion } from './draft';
import css from './form.module.css';
import { draftKind } from './kinds/drafts';
import { settingsOf } from './kinds/settings';
import type { Placed } from './place';
import { type OnEdit, useUndo } from './undo';

type Props = { draft: DraftForm; question: DraftQuestion; errors: Placed; onEdit: OnEdit };

/** Everything about one question. */
export function QuestionEditor({ draft, question, errors, onEdit }: Props) {
  const { t } = useTranslation('manage');
  const offerUndo = useUndo();
  const { id, kind } = question;
  const Settings = settingsOf(kind);
  const { scopes } = draftKind(kind);
  const at = (field: string): string | undefined => errors[`${id}:${field}`];
  const edit = (change: (question: DraftQuestion) => Change, fields: readonly string[] = []): void =>
    onEdit(
      (before) => editQuestion(before, id, change),
      ['', ...fields].map((field) => (field.includes(':') ? field : `${id}:${field}`)),
    );
  const set = (change: Change): void => edit(() => change, Object.keys(change));
  return (
    <div className={css.editor}>
      {at('') && <Notice kind="bad">{at('')}</Notice>}
      <TextInput
        label={t('form.questionTitle')}
        required
        maxLength={300}
        autoFocus={!question.title}
        value={question.title}
        error={at('title')}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('form.questionHelp')}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={5000}
        value={question.help}
        error={at('help')}
        onChange={(event) => set({ help: event.currentTarget.value })}
      />
      <Settings
        question={question}
        errors={errors}
        edit={edit}
        onRemoved={(title, undo) => offerUndo(title, (before) => editQuestion(before, id, undo))}
      />
      <div className={css.pair}>
        {scopes.length > 1 && (
          <NativeSelect
            label={t('form.scope')}
            value={question.scope}
            error={at('scope')}
            onChange={(event) => set({ scope: event.currentTarget.value as DraftQuestion['scope'] })}
            data={scopes.map((scope) => ({
              value: scope,
              label:
                kind === 'spans' && scope === 'responses' ? t('scope_.eachResponse') : t(`scope_.${scope}`),
            }))}
          />
        )}
        <TextInput
          label={t('form.name')}
          description={question.fixed ? t('form.nameFixed') : t('form.nameHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          readOnly={question.fixed}
          maxLength={64}
          value={question.name}
          error={at('name')}
          classNames={{ input: css.mono ?? '' }}
          onChange={(event) => set({ name: event.currentTarget.value, named: true })}
        />
      </div>
      <Condition draft={draft} question={question} error={at('when')} onChange={(when) => set({ when })} />
      <Toggle
        label={t('form.mustAnswer')}
        checked={question.required}
        onChange={(event) => set({ required: event.currentTarget.checked })}
      />
    </div>
  );
}
