import { TextInput } from '@mantine/core';
import { Icon } from '../../ui';

/** Filters what is on the page while typing. */
export function Search(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}) {
  return (
    <TextInput
      type="search"
      className={props.className}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      leftSection={<Icon name="search" size={16} />}
    />
  );
}

/** Whether every word of the search stands somewhere in the texts. */
export function matches(search: string, ...texts: string[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
