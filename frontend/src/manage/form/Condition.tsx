import { NativeSelect } from '@mantine/core';
import { useTranslation } from '../../i18n';
import { awaitable, type DraftForm, type DraftQuestion, isLost } from './draft';
import css from './form.module.css';

type When = DraftQuestion['when'];

/** Ask only where an earlier question was answered so: first which question, then which of its values. */
export function Condition(props: {
  draft: DraftForm;
  question: DraftQuestion;
  error: string | undefined;
  onChange: (when: When) => void;
}) {
  const { t } = useTranslation('manage');
  const { draft, question, error, onChange } = props;
  const { when } = question;
  const earlier = awaitable(draft, question.id);
  if (earlier.length === 0 && !when) return null;
  const lost = isLost(draft, question);
  const awaited = earlier.find((each) => each.question.name === when?.question);
  const values = awaited?.values ?? [];
  const titled = (title: string, value: string | number, depth = 0): string =>
    `${'\u2003'.repeat(depth)}${title || value}`;
  return (
    <div className={css.pair}>
      <NativeSelect
        label={t('form.when')}
        value={when?.question ?? ''}
        error={error ?? (lost ? t('form.whenLost') : undefined)}
        onChange={(event) => {
          const next = earlier.find((each) => each.question.name === event.currentTarget.value);
          const first = next?.values[0];
          onChange(next && first ? { question: next.question.name, equals: first.value } : null);
        }}
        data={[
          { value: '', label: t('form.always') },
          ...(when && !awaited ? [{ value: when.question, label: when.question, disabled: true }] : []),
          ...earlier.map((each) => ({
            value: each.question.name,
            label: each.question.title || each.question.name,
          })),
        ]}
      />
      {when && awaited && (
        <NativeSelect
          label={t('form.whenEquals')}
          value={String(when.equals)}
          onChange={(event) => {
            const value = values.find((each) => String(each.value) === event.currentTarget.value);
            if (value) onChange({ question: when.question, equals: value.value });
          }}
          data={[
            ...(lost ? [{ value: String(when.equals), label: String(when.equals), disabled: true }] : []),
            ...values.map(({ value, title, depth }) => ({
              value: String(value),
              label: titled(title, value, depth),
            })),
          ]}
        />
      )}
    </div>
  );
}
