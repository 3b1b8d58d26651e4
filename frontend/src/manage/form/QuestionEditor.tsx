import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui';
import { Toggle } from '../parts/Toggle';
import { awaitable, changeQuestion, type DraftForm, type DraftQuestion } from './draft';
import type { OnEdit } from './FormBuilder';
import css from './form.module.css';
import { Options } from './Options';
import type { Placed } from './place';

type Props = { draft: DraftForm; question: DraftQuestion; errors: Placed; onEdit: OnEdit };

/** Everything about one question. */
export function QuestionEditor({ draft, question, errors, onEdit }: Props) {
  const { t } = useTranslation('manage');
  const { id, kind } = question;
  const at = (field: string): string | undefined => errors[`${id}:${field}`];
  const set = (change: Partial<DraftQuestion>): void =>
    onEdit(
      (before) => changeQuestion(before, id, change),
      ['', ...Object.keys(change)].map((field) => `${id}:${field}`),
    );
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
        value={question.help}
        error={at('help')}
        onChange={(event) => set({ help: event.currentTarget.value })}
      />
      {(kind === 'choice' || kind === 'rating') && (
        <Options question={question} errors={errors} onEdit={onEdit} />
      )}
      <KindSettings question={question} at={at} set={set} />
      <div className={css.pair}>
        {kind !== 'ranking' && (
          <NativeSelect
            label={t('form.scope')}
            value={question.scope}
            error={at('scope')}
            onChange={(event) => set({ scope: event.currentTarget.value as DraftQuestion['scope'] })}
            data={[
              { value: 'item', label: t('scope_.item') },
              { value: 'responses', label: t('scope_.responses') },
            ]}
          />
        )}
        <Condition draft={draft} question={question} error={at('when')} set={set} />
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
      <Toggle
        label={t('form.mustAnswer')}
        checked={question.required}
        onChange={(event) => set({ required: event.currentTarget.checked })}
      />
    </div>
  );
}

type Set = (change: Partial<DraftQuestion>) => void;

/** What only this kind of question has. */
function KindSettings({
  question,
  at,
  set,
}: {
  question: DraftQuestion;
  at: (field: string) => string | undefined;
  set: Set;
}) {
  const { t } = useTranslation('manage');
  const flag = (name: 'multiple' | 'unsure' | 'other' | 'ties' | 'markdown') => (
    <Checkbox
      key={name}
      label={t(`form.${name}`)}
      checked={question[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
  if (question.kind === 'ranking') return flag('ties');
  if (question.kind === 'rating') return null;
  if (question.kind === 'choice')
    return <div className={css.flags}>{[flag('multiple'), flag('unsure'), flag('other')]}</div>;
  return (
    <>
      <div className={css.pair}>
        <NumberInput
          label={t('form.minLength')}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          value={question.min_length}
          error={at('min_length')}
          onChange={(value) => set({ min_length: Number(value) || 0 })}
        />
        <NumberInput
          label={t('form.maxLength')}
          placeholder={t('form.noLimit')}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          value={question.max_length ?? ''}
          error={at('max_length')}
          onChange={(value) => set({ max_length: value === '' ? null : Number(value) })}
        />
      </div>
      {flag('markdown')}
    </>
  );
}

/** Ask only where an earlier question was answered so. */
function Condition(props: {
  draft: DraftForm;
  question: DraftQuestion;
  error: string | undefined;
  set: Set;
}) {
  const { t } = useTranslation('manage');
  const { draft, question, error, set } = props;
  const earlier = awaitable(draft, question.id);
  if (earlier.length === 0 && !question.when) return null;
  const choices = earlier.flatMap(({ name, title, options }) =>
    options.map((option) => ({
      when: { question: name, equals: option.value },
      label: t('form.whenIs', { question: title || name, option: option.title || String(option.value) }),
    })),
  );
  const chosen = choices.findIndex(({ when }) => JSON.stringify(when) === JSON.stringify(question.when));
  return (
    <NativeSelect
      label={t('form.when')}
      value={question.when && chosen < 0 ? 'lost' : String(chosen)}
      error={error}
      onChange={(event) => set({ when: choices[Number(event.currentTarget.value)]?.when ?? null })}
      data={[
        { value: '-1', label: t('form.always') },
        ...(question.when && chosen < 0
          ? [{ value: 'lost', label: `${question.when.question} = ${question.when.equals}` }]
          : []),
        ...choices.map(({ label }, index) => ({ value: String(index), label })),
      ]}
    />
  );
}
