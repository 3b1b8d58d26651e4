import type { SpansQuestion } from '../../api/types';
import { dotColour } from '../colours';
import { optionKeys } from '../optionKeys';
import css from './Labels.module.css';
import { colourOf } from './rules';

/** The labels as buttons with their keys. `pressed`: those that are on. */
export function Labels(props: {
  question: SpansQuestion;
  pressed: readonly string[];
  onPress: (value: string) => void;
}) {
  const { question, pressed, onPress } = props;
  const keys = optionKeys(question.options, undefined, 'spans');
  return question.options.map((option, at) => (
    <button
      key={option.value}
      type="button"
      className={css.label}
      aria-pressed={pressed.includes(option.value)}
      title={option.description || undefined}
      style={{ borderInlineStartColor: dotColour(colourOf(question, option.value)) }}
      onClick={() => onPress(option.value)}
    >
      {option.title}
      {keys[at] && <kbd aria-hidden>{keys[at]?.toUpperCase()}</kbd>}
    </button>
  ));
}
