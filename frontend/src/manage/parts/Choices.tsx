import type { ReactNode } from 'react';
import css from './parts.module.css';

export type ChoiceOption<Value extends string> = {
  value: Value;
  title: string;
  help?: ReactNode;
  disabled?: boolean;
};

/** One of a few, each with a line that explains it. */
export function Choices<Value extends string>(props: {
  legend: string;
  name: string;
  options: readonly ChoiceOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className={css.choices}>
      <legend>{props.legend}</legend>
      {props.options.map(({ value, title, help, disabled }) => (
        <label key={value} className={css.choice}>
          <input
            type="radio"
            name={props.name}
            value={value}
            disabled={disabled}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>
            <strong>{title}</strong>
            {help && <small>{help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
