import { lazy, Suspense, useEffect, useId, useRef, useSyncExternalStore } from 'react';
import type { ChoiceQuestion, ChoiceValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { dotColour } from '../colours';
import type { FieldProps } from '../kind';
import css from '../Options.module.css';
import { useTyped } from '../typed';
import { keyed, setOther, toggle, toggleUnsure, UNSURE_KEY } from './rules';
import { isTree, levelAt, levelsOf } from './tree';

// Most questions have a few options and no hierarchy.
const Branch = lazy(() => import('./Branch'));
const Search = lazy(() => import('./Search'));
const TypedDigits = lazy(() => import('../TypedDigits'));

/** More than this and a search field stands above them. */
const MANY = 12;

/** The options as native radio buttons or checkboxes: a list, or a tree that opens level by level. */
export function Field(props: FieldProps<ChoiceQuestion, ChoiceValue>) {
  const { question, value, onChange, target, active, live, id, item, dense } = props;
  const { t } = useTranslation('label');
  const levels = levelsOf(question);
  useSyncExternalStore(levels.subscribe, levels.get);
  const { options, keys } = keyed(question, target.on, value);
  const digits = useTyped(item, question, target.on, keys, active && live);
  const tree = isTree(question);
  const inside = tree && levelAt(question, target.on, value) !== '';
  const long = !dense && question.options.length > MANY;
  const listId = useId();
  const list = useChosenInSight(long, value);
  const type = question.multiple ? 'checkbox' : 'radio';
  const pick = (option: string) => onChange(toggle(question, value, option));
  return (
    <div
      className={css.options}
      role="group"
      aria-labelledby={`${id}-title`}
      data-dense={dense || undefined}
      data-active={active}
    >
      <Suspense>{long && <Search {...props} listId={listId} />}</Suspense>
      <div
        ref={list}
        className={css.list}
        id={listId}
        data-long={long || undefined}
        data-dense={dense || undefined}
      >
        {tree ? (
          <Suspense>
            <Branch
              {...props}
              parent=""
              depth={0}
              keys={new Map(options.map(({ value }, at) => [value, keys[at]]))}
            />
          </Suspense>
        ) : (
          options.map((option, at) => (
            <label key={option.value} className={css.option} title={option.description || undefined}>
              <input
                type={type}
                name={id}
                checked={value?.choices.includes(option.value) ?? false}
                onChange={() => pick(option.value)}
              />
              {dense && keys[at] ? (
                <kbd aria-hidden style={{ borderColor: dotColour(option.colour) }}>
                  {keys[at]?.toUpperCase()}
                </kbd>
              ) : (
                option.colour && <span className={css.dot} style={{ background: dotColour(option.colour) }} />
              )}
              <span className={css.title}>
                {option.title}
                {option.description && <span className={css.description}>{option.description}</span>}
              </span>
              {!dense && keys[at] && <kbd aria-hidden>{keys[at]?.toUpperCase()}</kbd>}
            </label>
          ))
        )}
      </div>
      <Suspense>{digits && <TypedDigits digits={digits} />}</Suspense>
      {question.other && (
        <div className={css.option}>
          <input
            className={css.other}
            value={value?.other ?? ''}
            maxLength={1000}
            placeholder={t('choice.other')}
            aria-label={t('choice.otherFor', { title: question.title })}
            dir="auto"
            onChange={(event) => onChange(setOther(question, value, event.currentTarget.value))}
          />
        </div>
      )}
      {question.unsure && (
        <label className={css.option}>
          <input
            type={type}
            name={id}
            checked={value?.unsure ?? false}
            onChange={() => onChange(toggleUnsure(value))}
          />
          {dense && <kbd aria-hidden>{UNSURE_KEY}</kbd>}
          <span className={css.title}>{t('choice.unsure')}</span>
          {!dense && !inside && <kbd aria-hidden>{UNSURE_KEY}</kbd>}
        </label>
      )}
    </div>
  );
}

/** A choice made by key or by search may lie further down in a long list. */
function useChosenInSight(long: boolean, value: ChoiceValue | undefined) {
  const list = useRef<HTMLDivElement>(null);
  const chosen = value?.choices.at(-1);
  useEffect(() => {
    if (long && chosen) list.current?.querySelector(':checked')?.scrollIntoView?.({ block: 'nearest' });
  }, [long, chosen]);
  return list;
}
