import { NativeSelect } from '@mantine/core';
import { useTranslation } from '../../i18n';
import { useSkills } from './calls';

/** One of the organisation's skills, by its id. */
export function SkillSelect(props: {
  label: string;
  /** Whether the label is only for those who hear the page. */
  hidden?: boolean;
  value: string;
  error?: string | undefined;
  onChange: (skill: string) => void;
}) {
  const { t } = useTranslation('workflow');
  const skills = useSkills().data?.filter(({ kind }) => kind === 'skill') ?? [];
  const known = skills.some(({ id }) => id === props.value);
  return (
    <NativeSelect
      {...(props.hidden ? { 'aria-label': props.label } : { label: props.label })}
      value={props.value}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data={[
        ...(known
          ? []
          : [{ value: props.value, label: t(props.value ? 'eligible.gone' : 'eligible.choose') }]),
        ...skills.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
