import type { PreferenceQuestion, PreferenceValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import type { FieldProps } from '../kind';
import css from './Field.module.css';
import { BOTH_BAD, BOTH_BAD_KEY, isStep, type Step, saying, stepsOf, TIE, TIE_KEY } from './rules';

/**
 * One scale from "A much better" over "tie" to "B much better": a row where there is room for the names, else a list.
 * Native radio buttons: the arrows move along the scale while it has the focus.
 */
export function Field(props: FieldProps<PreferenceQuestion, PreferenceValue>) {
  const { question, value, onChange, target, id } = props;
  const { t } = useTranslation('label');
  const { responses } = target;
  const steps = stepsOf(question);
  const degrees = question.strengths.length;
  const step = (each: Step) => (
    <Option
      key={each.key}
      id={id}
      side={each.side}
      // How far it leans, for the width of its bar: 1 is as far as it goes.
      lean={(question.strengths.findIndex(({ value }) => value === each.strength) + 1) / degrees}
      letter={responses[each.side]?.letter ?? '?'}
      title={each.title}
      keyCap={each.key}
      checked={isStep(value, each, responses)}
      onPick={() => onChange(saying(each, responses))}
    />
  );
  return (
    <div className={css.room}>
      <div
        className={css.scale}
        role="radiogroup"
        aria-labelledby={`${id}-title`}
        data-many={steps.length > 5 || undefined}
      >
        {steps.slice(0, degrees).map(step)}
        {question.tie && (
          <Option
            id={id}
            title={t('preference.tie')}
            keyCap={TIE_KEY}
            checked={value?.reason === 'tie'}
            onPick={() => onChange(TIE)}
          />
        )}
        {steps.slice(degrees).map(step)}
        {question.both_bad && (
          <Option
            id={id}
            apart
            title={t('preference.bothBad')}
            keyCap={BOTH_BAD_KEY}
            checked={value?.reason === 'both_bad'}
            onPick={() => onChange(BOTH_BAD)}
          />
        )}
      </div>
    </div>
  );
}

function Option(props: {
  id: string;
  side?: 0 | 1;
  lean?: number;
  letter?: string;
  title: string;
  keyCap: string;
  apart?: boolean;
  checked: boolean;
  onPick: () => void;
}) {
  const { t } = useTranslation('label');
  const { letter, title } = props;
  return (
    <label className={css.step} data-side={props.side} data-apart={props.apart || undefined}>
      <input
        type="radio"
        name={props.id}
        aria-label={letter ? t('preference.step', { letter, strength: title }) : title}
        checked={props.checked}
        onChange={props.onPick}
      />
      {letter && (
        <span className={css.letter} aria-hidden>
          {letter}
        </span>
      )}
      <span className={css.title} aria-hidden>
        {title}
      </span>
      {props.lean !== undefined && (
        <span className={css.track} aria-hidden>
          <span className={css.bar} style={{ width: `${props.lean * 100}%` }} />
        </span>
      )}
      <kbd aria-hidden>{props.keyCap}</kbd>
    </label>
  );
}
