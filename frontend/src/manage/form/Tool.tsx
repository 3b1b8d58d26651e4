import { Icon, type IconName } from '../../ui';
import css from './form.module.css';

/** A small button with a drawing and a name. */
export function Tool(props: {
  icon: IconName;
  label: string;
  off?: boolean;
  pressed?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={css.tool}
      aria-label={props.label}
      aria-pressed={props.pressed}
      title={props.label}
      disabled={props.off}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={16} />
    </button>
  );
}
