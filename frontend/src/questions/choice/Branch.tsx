import '../../i18n/tools';
import type { ChoiceOption, ChoiceQuestion, ChoiceValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import { Icon } from '../../ui/Icon';
import { dotColour } from '../colours';
import type { FieldProps } from '../kind';
import css from '../Options.module.css';
import { toggle, UNSURE_KEY } from './rules';
import { hasBelow, levelAt, levelOf, lineOf, parentOf, setLevel } from './tree';

type Props = FieldProps<ChoiceQuestion, ChoiceValue> & {
  parent: string;
  depth: number;
  /** The keys of the level that the keyboard is at. */
  keys: ReadonlyMap<string, string | undefined>;
};

/** One level of a hierarchy; what leads to the level of the keys, or to a choice, is open. */
export default function Branch(props: Props) {
  const { question, value, target, parent, depth } = props;
  const { t } = useTranslation('label');
  const level = levelAt(question, target.on, value);
  const open = new Set([
    ...lineOf(question, level),
    ...(value?.choices ?? []).flatMap((each) => lineOf(question, parentOf(question, each))),
  ]);
  const above = question.options.find((option) => option.value === parent);
  return (
    <ul className={css.branch} data-deep={depth > 0 || undefined} aria-label={above?.title}>
      {levelOf(question, parent).map((option) => (
        <li key={option.value}>
          <Row {...props} option={option} open={open.has(option.value)} />
          {open.has(option.value) && <Branch {...props} parent={option.value} depth={depth + 1} />}
        </li>
      ))}
      {parent !== '' && parent === level && (
        <li>
          <button
            type="button"
            className={css.up}
            onClick={() => setLevel(question, target.on, parentOf(question, parent))}
          >
            <Icon name="arrowLeft" size={14} />
            {t('choice.up')}
            <kbd aria-hidden>{UNSURE_KEY}</kbd>
          </button>
        </li>
      )}
    </ul>
  );
}

function Row(props: Props & { option: ChoiceOption; open: boolean }) {
  const { question, value, onChange, target, id, keys, option, open } = props;
  const { t } = useTranslation('label');
  const below = hasBelow(question, option.value);
  const key = keys.get(option.value);
  const chosen = value?.choices.includes(option.value) ?? false;
  const turn = () => setLevel(question, target.on, open ? parentOf(question, option.value) : option.value);
  const words = (
    <>
      {option.colour && <span className={css.dot} style={{ background: dotColour(option.colour) }} />}
      <span className={css.title}>
        {option.title}
        {option.description && <span className={css.description}>{option.description}</span>}
      </span>
      {key && <kbd aria-hidden>{key.toUpperCase()}</kbd>}
    </>
  );
  if (below && question.leaves_only)
    return (
      <button type="button" className={css.option} data-inner aria-expanded={open} onClick={turn}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
        {words}
      </button>
    );
  return (
    <div className={css.branchRow}>
      {below && (
        <button
          type="button"
          className={css.opener}
          aria-expanded={open}
          aria-label={t('choice.below', { title: option.title })}
          onClick={turn}
        >
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
        </button>
      )}
      <label className={css.option} title={option.description || undefined}>
        <input
          type={question.multiple ? 'checkbox' : 'radio'}
          name={id}
          checked={chosen}
          onChange={() => {
            onChange(toggle(question, value, option.value));
            setLevel(question, target.on, below ? option.value : parentOf(question, option.value));
          }}
        />
        {words}
      </label>
    </div>
  );
}
