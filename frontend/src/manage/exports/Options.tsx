import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import own from './exports.module.css';
import type { FormatOption } from './types';

export type Chosen = { readonly [name: string]: unknown };

/** What nobody has chosen stays as the format has it. */
export const startOf = (options: readonly FormatOption[]): Chosen =>
  Object.fromEntries(options.map(({ name, default: value }) => [name, value]));

/** The questions of a format, drawn from what the format says of itself. */
export function Options(props: {
  options: readonly FormatOption[];
  value: Chosen;
  onChange: (value: Chosen) => void;
}) {
  const { options, value, onChange } = props;
  if (options.length === 0) return null;
  return (
    <div className={css.fields}>
      {options.map((option) => (
        <Field
          key={option.name}
          option={option}
          value={value[option.name]}
          onChange={(next) => onChange({ ...value, [option.name]: next })}
        />
      ))}
    </div>
  );
}

type FieldProps = { option: FormatOption; value: unknown; onChange: (value: unknown) => void };

function Field(props: FieldProps) {
  const { option, value, onChange } = props;
  const { kind, title } = option;
  if (kind === 'flag')
    return (
      <Toggle
        label={title}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (kind === 'number')
    return (
      <NumberInput
        label={title}
        hideControls
        allowDecimal={!Number.isInteger(option.default)}
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typed === '' ? option.default : Number(typed))}
      />
    );
  if (kind === 'text')
    return (
      <TextInput
        label={title}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (kind === 'columns') return <Columns {...props} />;
  return kind === 'questions' && Array.isArray(option.default) ? <Several {...props} /> : <One {...props} />;
}

/** One of a few. Nothing chosen is a choice where the format has no answer of its own. */
function One({ option, value, onChange }: FieldProps) {
  const { t } = useTranslation('data');
  const { title, choices = [] } = option;
  const none = choices.every((choice) => choice.value !== option.default);
  return (
    <NativeSelect
      label={title}
      value={String(value ?? '')}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onChange(choices.find((choice) => String(choice.value) === typed)?.value ?? option.default);
      }}
      data={[
        ...(none ? [{ value: String(option.default ?? ''), label: t('exports.choose') }] : []),
        ...choices.map((choice) => ({ value: String(choice.value), label: choice.title })),
      ]}
    />
  );
}

/** Which columns; none chosen is all of them. */
function Columns(props: FieldProps) {
  const { t } = useTranslation('data');
  const chosen = Array.isArray(props.value) ? (props.value as unknown[]).length : 0;
  return (
    <details className={own.columns}>
      <summary>{chosen ? t('exports.columns', { count: chosen }) : t('exports.allColumns')}</summary>
      <Several {...props} option={{ ...props.option, title: t('exports.columnsHelp') }} />
    </details>
  );
}

function Several({ option, value, onChange }: FieldProps) {
  const chosen = Array.isArray(value) ? (value as unknown[]) : [];
  const { title, choices = [] } = option;
  return (
    <fieldset className={own.several}>
      <legend>{title}</legend>
      {choices.map((choice) => (
        <Checkbox
          key={choice.value}
          label={choice.title}
          checked={chosen.includes(choice.value)}
          // In the order of the form, whatever the order of the clicks.
          onChange={({ currentTarget: { checked } }) =>
            onChange(
              choices
                .map((each) => each.value)
                .filter((each) => (each === choice.value ? checked : chosen.includes(each))),
            )
          }
        />
      ))}
    </fieldset>
  );
}
