import { type Ref, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n';
import { Icon } from '../../../ui';
import css from './browse.module.css';

/** People stop typing for a moment before they look. */
const PAUSE_MS = 300;

/** What items say, or are called. */
export function Words(props: {
  field: Ref<HTMLInputElement> | null;
  label?: string;
  value: string;
  onChange: (q: string) => void;
}) {
  const { t } = useTranslation('items');
  const { value, onChange, label = t('filter.search') } = props;
  const [typed, setTyped] = useState(value);
  const waiting = useRef(0);
  useEffect(() => {
    setTyped(value);
    return () => clearTimeout(waiting.current);
  }, [value]);
  const type = (text: string): void => {
    setTyped(text);
    clearTimeout(waiting.current);
    waiting.current = window.setTimeout(() => onChange(text.trim()), PAUSE_MS);
  };
  return (
    <search className={css.search}>
      <Icon name="search" size={16} />
      <input
        ref={props.field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter') return;
          clearTimeout(waiting.current);
          onChange(typed.trim());
        }}
      />
      {props.field && <kbd aria-hidden>/</kbd>}
    </search>
  );
}
