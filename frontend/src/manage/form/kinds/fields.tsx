import { Checkbox, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { WholeNumber } from '../../parts/WholeNumber';
import type { DraftQuestion } from '../draft';
import css from '../form.module.css';
import { clashes } from '../keys';
import { OptionList, type OptionsEdit } from '../OptionList';
import type { Options } from '../options';
import type { Placed } from '../place';

/** What the fields of one kind get: the question, and a way to change it that builds on what it has just become. */
export type SettingsProps<Draft extends DraftQuestion = DraftQuestion> = {
  question: Draft;
  errors: Placed;
  /** `fields` are those whose errors the edit may have mended. */
  edit: (change: (question: Draft) => Partial<Draft>, fields?: readonly string[]) => void;
  /** Offers to take a removal back. */
  onRemoved: (title: string, undo: (question: Draft) => Partial<Draft>) => void;
};

type Flags<Draft> = { [Key in keyof Draft]: Draft[Key] extends boolean ? Key : never }[keyof Draft];

export const Flagged = ({ children }: { children: ReactNode }) => <div className={css.flags}>{children}</div>;

/** A setting that is on or off. */
export function Flag<Draft extends DraftQuestion>(props: {
  of: SettingsProps<Draft>;
  name: Flags<Draft> & string;
  label: string;
  help?: string;
}) {
  const { question, edit } = props.of;
  return (
    <Checkbox
      label={props.label}
      description={props.help}
      checked={Boolean(question[props.name])}
      onChange={(event) => {
        const { checked } = event.currentTarget;
        edit(() => ({ [props.name]: checked }) as unknown as Partial<Draft>, [props.name]);
      }}
    />
  );
}

type Numbers<Draft> = { [Key in keyof Draft]: Draft[Key] extends number | null ? Key : never }[keyof Draft];

/** A whole number; `none` says what an empty field means, where it may be empty. */
export function Whole<Draft extends DraftQuestion>(props: {
  of: SettingsProps<Draft>;
  name: Numbers<Draft> & string;
  label: string;
  min: number;
  max?: number;
  none?: string;
}) {
  const { question, errors, edit } = props.of;
  const { name, label, min, max, none } = props;
  const value = question[name] as number | null;
  const set = (next: number | null): void =>
    edit(() => ({ [name]: next }) as unknown as Partial<Draft>, [name]);
  const field = { label, min, max, error: errors[`${question.id}:${name}`] };
  if (none === undefined) return <WholeNumber {...field} value={value ?? min} onChange={set} />;
  return (
    <NumberInput
      {...field}
      placeholder={none}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(typed) => set(typed === '' ? null : Number(typed))}
    />
  );
}

type Lists<Draft> = { [Key in keyof Draft]: Draft[Key] extends Options ? Key : never }[keyof Draft];
type ListProps = Omit<
  Parameters<typeof OptionList>[0],
  'options' | 'field' | 'errors' | 'clashes' | 'onChange' | 'onRemoved'
>;

/** One of the question's lists of options. */
export function List<Draft extends DraftQuestion>({
  of,
  name,
  ...props
}: ListProps & { of: SettingsProps<Draft>; name: Lists<Draft> & string }) {
  const { question, errors, edit, onRemoved } = of;
  const list = (draft: Draft): Options => draft[name] as unknown as Options;
  const changed = (change: OptionsEdit) => (draft: Draft) =>
    ({ [name]: change(list(draft)) }) as unknown as Partial<Draft>;
  return (
    <OptionList
      {...props}
      options={list(question)}
      field={`${question.id}:${name}`}
      errors={errors}
      clashes={clashes(question)}
      onChange={(change, fields) => edit(changed(change), fields)}
      onRemoved={(title, undo) => onRemoved(title, changed(undo))}
    />
  );
}
