import { type KeyboardEvent, useState } from 'react';
import type { Colour } from '../../api';
import { useTranslation } from '../../i18n';
import { dotColour } from '../../questions/colours';
import { Button, Flyout, FlyoutGroup, flyoutEntry, Icon } from '../../ui';
import { BulkOptions } from './BulkOptions';
import css from './form.module.css';
import type { Clash } from './keys';
import {
  addOption,
  COLOURS,
  canIndent,
  canMove,
  changeOption,
  type DraftOption,
  dropOption,
  indent,
  MOST_OPTIONS,
  moveOption,
  type Options,
  outdent,
  putBack,
  removeOption,
} from './options';
import type { Placed } from './place';
import { Tool } from './Tool';
import { useSortable } from './useSortable';

export type OptionsEdit = (options: Options) => DraftOption[];

type Props = {
  legend: string;
  help?: string;
  /** Points of a scale are numbered and stand in their order; values are named and may be moved. */
  kind: 'values' | 'points';
  options: Options;
  /** `<id>:<field>` of the list as a whole. */
  field: string;
  errors: Placed;
  clashes?: ReadonlyMap<string, Clash>;
  addTitle: string;
  fewest?: number;
  most?: number;
  hierarchy?: boolean;
  /** Whether options have keys and colours; grades of a scale that is answered by buttons have neither. */
  plain?: boolean;
  onChange: (edit: OptionsEdit, fields: readonly string[]) => void;
  /** Offers to take a removal back. */
  onRemoved: (title: string, undo: OptionsEdit) => void;
};

/** The options of a question: choices, labels, tags, points of a scale. */
export function OptionList(props: Props) {
  const { t } = useTranslation('manage');
  const { options, field, errors, onChange, kind, most = MOST_OPTIONS } = props;
  const [pasting, setPasting] = useState(false);
  const [added, setAdded] = useState(0);
  const add = (): void => {
    setAdded(added + 1);
    onChange((before) => addOption(before, t('form.optionWord')), [field]);
  };
  return (
    <fieldset className={css.options}>
      <legend>{props.legend}</legend>
      {props.help && <p className={css.hint}>{props.help}</p>}
      {errors[field] && <p className={css.error}>{errors[field]}</p>}
      <ol>
        {options.map((each, index) => (
          <OptionRow
            key={each.id}
            {...props}
            option={each}
            index={index}
            focus={added > 0 && index === options.length - 1 && !each.title}
            onAdd={add}
          />
        ))}
      </ol>
      <div className={css.row}>
        <Button kind="default" size="small" disabled={options.length >= most} icon="plus" onClick={add}>
          {props.addTitle}
        </Button>
        {kind === 'values' && (
          <Button kind="default" size="small" icon="list" onClick={() => setPasting(true)}>
            {t('form.paste')}
          </Button>
        )}
      </div>
      {pasting && (
        <BulkOptions
          title={props.legend}
          options={options}
          hierarchy={props.hierarchy ?? false}
          onChange={(edit) => onChange(edit, [field])}
          onClose={() => setPasting(false)}
        />
      )}
    </fieldset>
  );
}

function OptionRow(props: Props & { option: DraftOption; index: number; focus: boolean; onAdd: () => void }) {
  const { t } = useTranslation('manage');
  const { option, index, options, errors, onChange } = props;
  const [described, setDescribed] = useState(option.description !== '');
  const points = props.kind === 'points';
  const name = option.title || t('form.optionTitle', { index: index + 1 });
  const failed = Object.entries(errors).filter(([field]) => field.startsWith(`${option.id}:`));
  const change = (edit: OptionsEdit): void =>
    onChange(edit, [props.field, ...failed.map(([field]) => field)]);
  const set = (values: Partial<DraftOption>): void =>
    onChange(
      (before) => changeOption(before, option.id, values),
      ['', ...Object.keys(values)].map((field) => `${option.id}:${field}`),
    );
  const move = (by: -1 | 1): void => change((before) => moveOption(before, option.id, by));
  const remove = (): void => {
    props.onRemoved(name, (before) => putBack(before, option, index));
    change((before) => removeOption(before, option.id));
  };
  const { row, grip, edge } = useSortable<HTMLLIElement>(props.field, option.id, (id, target, side) =>
    onChange((before) => dropOption(before, id, target, side), [props.field]),
  );
  const removable = options.length > (props.fewest ?? 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keyAction(event, {
      add: props.onAdd,
      up: points ? undefined : () => move(-1),
      down: points ? undefined : () => move(1),
      indent: props.hierarchy ? () => change((before) => indent(before, option.id)) : undefined,
      outdent: props.hierarchy ? () => change((before) => outdent(before, option.id)) : undefined,
      remove: removable && option.title === '' && !option.fixed ? remove : undefined,
    });
    if (!act) return;
    event.preventDefault();
    act();
  };
  const clash = props.clashes?.get(option.id);
  return (
    <li
      ref={row}
      className={css.option}
      data-depth={option.depth}
      data-edge={edge ?? undefined}
      data-bad={failed.length > 0 || undefined}
    >
      <div className={css.optionFields}>
        <span ref={grip} className={css.grip} hidden={points} aria-hidden>
          <Icon name="grip" size={16} />
        </span>
        {points ? (
          <span className={css.point}>{option.value}</span>
        ) : (
          !props.plain && (
            <ColourSelect
              option={option}
              label={t('form.colourOf', { name })}
              onChange={(colour) => set({ colour })}
            />
          )
        )}
        <input
          className={css.input}
          // biome-ignore lint/a11y/noAutofocus: somebody has just asked for this row
          autoFocus={props.focus}
          aria-label={t('form.optionTitle', { index: index + 1 })}
          placeholder={t('form.optionTitle', { index: index + 1 })}
          maxLength={200}
          value={option.title}
          onKeyDown={onKeyDown}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        {!points && (
          <input
            className={`${css.input} ${css.value}`}
            aria-label={t('form.valueOf', { name })}
            title={option.fixed ? t('form.nameFixed') : t('form.valueHelp')}
            readOnly={option.fixed}
            maxLength={100}
            value={option.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
          />
        )}
        {!props.plain && (
          <input
            className={`${css.input} ${css.key}`}
            aria-label={t('form.keyOf', { name })}
            aria-invalid={clash ? true : undefined}
            title={t('form.keyHelp')}
            placeholder={points ? String(option.value) : index < 9 ? String(index + 1) : ''}
            maxLength={1}
            value={option.key}
            onChange={(event) =>
              set({ key: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9]/, '') })
            }
          />
        )}
        <span className={css.tools}>
          <RowMenu
            {...props}
            name={name}
            described={described}
            onDescribe={() => setDescribed(true)}
            onMove={move}
            change={change}
          />
          <Tool icon="close" label={t('form.remove', { title: name })} off={!removable} onClick={remove} />
        </span>
      </div>
      {described && (
        <input
          className={`${css.input} ${css.description}`}
          aria-label={t('form.descriptionOf', { name })}
          placeholder={t('form.descriptionHelp')}
          maxLength={2000}
          value={option.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
      )}
      {clash && <ClashNote clash={clash} keyName={option.key} />}
      {failed.map(([field, detail]) => (
        <p key={field} className={css.error}>
          {detail}
        </p>
      ))}
    </li>
  );
}

type Actions = Record<'add' | 'up' | 'down' | 'indent' | 'outdent' | 'remove', (() => void) | undefined>;
/** What a key does in the title of an option; the row's menu has the same. */
function keyAction({ key, altKey, shiftKey, nativeEvent }: KeyboardEvent, does: Actions) {
  if (nativeEvent.isComposing) return undefined;
  if (key === 'Enter' && !altKey && !shiftKey) return does.add;
  if (key === 'Backspace' && !altKey) return does.remove;
  if (!altKey) return undefined;
  return { ArrowUp: does.up, ArrowDown: does.down, ArrowRight: does.indent, ArrowLeft: does.outdent }[key];
}

function RowMenu(
  props: Props & {
    option: DraftOption;
    name: string;
    described: boolean;
    onDescribe: () => void;
    onMove: (by: -1 | 1) => void;
    change: (edit: OptionsEdit) => void;
  },
) {
  const { t } = useTranslation('manage');
  const { option, options, name, change } = props;
  const entry = (label: string, keys: string, act: () => void, off = false) => (
    <button type="button" className={flyoutEntry} data-closes disabled={off} onClick={act}>
      <span className={css.entry}>
        {label}
        {keys && <kbd>{keys}</kbd>}
      </span>
    </button>
  );
  return (
    <Flyout
      side="end"
      label={t('form.moreOf', { name })}
      buttonClassName={css.tool ?? ''}
      button={<Icon name="dots" size={16} />}
    >
      <FlyoutGroup>
        {!props.described && entry(t('form.describe'), '', props.onDescribe)}
        {props.kind === 'values' &&
          entry(t('form.moveUp'), 'Alt ↑', () => props.onMove(-1), !canMove(options, option.id, -1))}
        {props.kind === 'values' &&
          entry(t('form.moveDown'), 'Alt ↓', () => props.onMove(1), !canMove(options, option.id, 1))}
        {props.hierarchy &&
          entry(
            t('form.indent'),
            'Alt →',
            () => change((before) => indent(before, option.id)),
            !canIndent(options, option.id),
          )}
        {props.hierarchy &&
          entry(
            t('form.outdent'),
            'Alt ←',
            () => change((before) => outdent(before, option.id)),
            option.depth === 0,
          )}
      </FlyoutGroup>
    </Flyout>
  );
}

function ClashNote({ clash, keyName }: { clash: Clash; keyName: string }) {
  const { t } = useTranslation(['manage', 'label']);
  if (clash.with === 'command')
    return (
      <p className={css.note}>
        {t('form.keyCommand', { key: keyName, command: t(`label:keys.${clash.id}`) })}
      </p>
    );
  return (
    <p className={css.note}>
      {clash.with === 'option'
        ? t('form.keyTwice', { key: keyName, title: clash.title })
        : t('form.keyUnsure', { key: keyName })}
    </p>
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
