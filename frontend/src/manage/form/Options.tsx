import { useTranslation } from 'react-i18next';
import type { Colour } from '../../api';
import { reservedIn } from '../../keys/commands';
import { dotColour } from '../../questions/colours';
import { Button } from '../../ui';
import {
  addOption,
  COLOURS,
  changeOption,
  type DraftOption,
  type DraftQuestion,
  FEWEST_POINTS,
  MOST_POINTS,
  moveOption,
  removeOption,
} from './draft';
import { type OnEdit, Tool } from './FormBuilder';
import css from './form.module.css';
import type { Placed } from './place';

/** The options of a choice or the points of a scale: title, stored value, key, colour. */
export function Options({
  question,
  errors,
  onEdit,
}: {
  question: DraftQuestion;
  errors: Placed;
  onEdit: OnEdit;
}) {
  const { t } = useTranslation('manage');
  const { id, kind, options } = question;
  const scale = kind === 'rating';
  const full = scale && options.length >= MOST_POINTS;
  return (
    <fieldset className={css.options}>
      <legend>{t(scale ? 'form.points' : 'form.options')}</legend>
      {errors[`${id}:options`] && <p className={css.error}>{errors[`${id}:options`]}</p>}
      <ol>
        {options.map((option, index) => (
          <OptionRow
            key={option.id}
            question={question}
            option={option}
            index={index}
            errors={errors}
            onEdit={onEdit}
          />
        ))}
      </ol>
      <Button
        kind="default"
        size="small"
        disabled={full}
        icon="plus"
        onClick={() => onEdit((before) => addOption(before, id), [`${id}:options`])}
      >
        {t(scale ? 'form.addPoint' : 'form.addOption')}
      </Button>
    </fieldset>
  );
}

function OptionRow(props: {
  question: DraftQuestion;
  option: DraftOption;
  index: number;
  errors: Placed;
  onEdit: OnEdit;
}) {
  const { t } = useTranslation('manage');
  const { question, option, index, errors, onEdit } = props;
  const scale = question.kind === 'rating';
  const name = option.title || String(option.value);
  const set = (change: Partial<DraftOption>): void =>
    onEdit(
      (before) => changeOption(before, question.id, option.id, change),
      [
        ...['', ...Object.keys(change), 'value'].map((field) => `${option.id}:${field}`),
        `${question.id}:options`,
      ],
    );
  const failed = Object.entries(errors).filter(([field]) => field.startsWith(`${option.id}:`));
  return (
    <li className={css.option} data-bad={failed.length > 0 || undefined}>
      <div className={css.optionFields}>
        {scale ? (
          <span className={css.point}>{option.value}</span>
        ) : (
          <ColourSelect
            option={option}
            label={t('form.colourOf', { name })}
            onChange={(colour) => set({ colour })}
          />
        )}
        <input
          className={css.input}
          aria-label={t('form.optionTitle', { index: index + 1 })}
          placeholder={t('form.optionTitle', { index: index + 1 })}
          maxLength={200}
          value={option.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        {!scale && (
          <input
            className={`${css.input} ${css.value}`}
            aria-label={t('form.valueOf', { name })}
            title={t('form.valueHelp')}
            readOnly={option.fixed}
            maxLength={100}
            value={option.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
          />
        )}
        <input
          className={`${css.input} ${css.key}`}
          aria-label={t('form.keyOf', { name })}
          title={t('form.keyHelp')}
          placeholder={String(scale ? option.value : index + 1)}
          maxLength={1}
          value={option.key}
          onChange={(event) => set({ key: event.currentTarget.value.toLowerCase() })}
        />
        <span className={css.tools}>
          {!scale && (
            <>
              <Tool
                icon="arrowUp"
                label={t('form.up', { title: name })}
                off={index === 0}
                onClick={() => onEdit((before) => moveOption(before, question.id, option.id, -1))}
              />
              <Tool
                icon="arrowDown"
                label={t('form.down', { title: name })}
                off={index === question.options.length - 1}
                onClick={() => onEdit((before) => moveOption(before, question.id, option.id, 1))}
              />
            </>
          )}
          <Tool
            icon="close"
            label={t('form.remove', { title: name })}
            off={question.options.length <= (scale ? FEWEST_POINTS : 1)}
            onClick={() =>
              onEdit((before) => removeOption(before, question.id, option.id), [`${question.id}:options`])
            }
          />
        </span>
      </div>
      {reservedIn('item').includes(option.key) && (
        <p className={css.note}>{t('form.keyTaken', { key: option.key })}</p>
      )}
      {failed.map(([field, detail]) => (
        <p key={field} className={css.error}>
          {detail}
        </p>
      ))}
    </li>
  );
}

function ColourSelect(props: { option: DraftOption; label: string; onChange: (colour: Colour) => void }) {
  const { t } = useTranslation('manage');
  return (
    <span className={css.colour}>
      <span className={css.dot} style={{ background: dotColour(props.option.colour) }} />
      <select
        aria-label={props.label}
        title={props.label}
        value={props.option.colour}
        onChange={(event) => props.onChange(event.currentTarget.value as Colour)}
      >
        {COLOURS.map((colour) => (
          <option key={colour} value={colour}>
            {t(`colour.${colour || 'none'}`)}
          </option>
        ))}
      </select>
    </span>
  );
}
