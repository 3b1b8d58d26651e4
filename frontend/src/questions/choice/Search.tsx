import '../../i18n/tools';
import { useEffect, useId, useRef, useState } from 'react';
import type { ChoiceQuestion, ChoiceValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { isWriting } from '../../keys/chord';
import { Icon } from '../../ui/Icon';
import type { FieldProps } from '../kind';
import css from '../Options.module.css';
import { PICK, pathOf } from './rules';
import { search } from './tree';

const MOST = 30;
const SEARCH_KEY = '/';

/** Finds an option by its name: type, go with the arrows, Enter picks. */
export default function Search(props: FieldProps<ChoiceQuestion, ChoiceValue> & { listId: string }) {
  const { question, value, active, live, item } = props;
  const { t } = useTranslation('label');
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const found = words.trim() ? search(question, words).slice(0, MOST) : [];
  useSearchKey(active && live, field);
  const close = () => {
    setWords('');
    setAt(0);
  };
  const pick = (option: string) => {
    // The question that the field belongs to is the active one: it has the focus.
    item.press(PICK + option);
    close();
    // With one choice made the keys of the page are wanted again.
    if (!question.multiple) field.current?.closest('main')?.focus({ preventScroll: true });
  };
  return (
    <div className={css.search}>
      <Icon name="search" size={15} className={css.searchIcon} />
      <input
        ref={field}
        type="text"
        className={css.searchField}
        role="combobox"
        aria-label={t('choice.search', { title: question.title })}
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? id : props.listId}
        aria-autocomplete="list"
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder={t('choice.searchHint', { count: question.options.length })}
        autoComplete="off"
        dir="auto"
        data-write
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            const option = found[at];
            if (option) pick(option.value);
          } else if (event.key === 'Escape' && words) close();
          else return;
          event.preventDefault();
        }}
      />
      {!words && <kbd aria-hidden>{SEARCH_KEY}</kbd>}
      {words.trim() && (
        <div className={css.found} id={id} role="listbox" aria-label={t('choice.found')}>
          {found.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus and has the keys
            <div
              key={option.value}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              data-chosen={value?.choices.includes(option.value) || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(option.value)}
            >
              {pathOf(question, option.value)}
              {value?.choices.includes(option.value) && <Icon name="check" size={15} />}
            </div>
          ))}
          {found.length === 0 && <p className={css.none}>{t('choice.noneFound')}</p>}
        </div>
      )}
    </div>
  );
}

/** The key of the active question's search field, as everywhere on the web. */
function useSearchKey(enabled: boolean, field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => {
      const other = event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target);
      if (event.key !== SEARCH_KEY || other || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    // Before the commands: on some keyboards this sign shares its key with a digit.
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, [enabled, field]);
}
