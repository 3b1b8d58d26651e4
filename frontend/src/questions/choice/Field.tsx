import type { ChoiceQuestion, ChoiceValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { dotColour } from '../colours';
import type { FieldProps } from '../kind';
import css from '../Options.module.css';
import { optionKeys } from '../optionKeys';
import { setOther, toggle, toggleUnsure, UNSURE_KEY } from './rules';

export function Field({
  question,
  value,
  onChange,
  active,
  id,
  dense,
}: FieldProps<ChoiceQuestion, ChoiceValue>) {
  const { t } = useTranslation('label');
  const keys = optionKeys(question.options);
  const type = question.multiple ? 'checkbox' : 'radio';
  return (
    <div
      className={css.options}
      role="group"
      aria-labelledby={`${id}-title`}
      data-dense={dense || undefined}
      data-active={active}
    >
      {question.options.map((option, at) => (
        <label key={option.value} className={css.option} title={option.description || undefined}>
          <input
            type={type}
            name={id}
            checked={value?.choices.includes(option.value) ?? false}
            onChange={() => onChange(toggle(question, value, option.value))}
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
      ))}
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
          {!dense && <kbd aria-hidden>{UNSURE_KEY}</kbd>}
        </label>
      )}
    </div>
  );
}
