import { Switch, type SwitchProps } from '@mantine/core';
import css from './Toggle.module.css';

/** The kit's switch, dark enough to be seen when it is off (WCAG 1.4.11). */
export function Toggle(props: SwitchProps) {
  return <Switch withThumbIndicator={false} classNames={{ track: css.track ?? '' }} {...props} />;
}
