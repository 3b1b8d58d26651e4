import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

type Props = Omit<NumberInputProps, 'value' | 'onChange' | 'allowDecimal' | 'min' | 'max'> & {
  value: number;
  min: number;
  max?: number;
  onChange: (value: number) => void;
};

/**
 * A whole number. The field may be emptied to type another number; left empty it goes back to the last one, so that
 * what the page holds is always a number.
 */
export function WholeNumber({ value, onChange, ...props }: Props) {
  const [empty, setEmpty] = useState(false);
  return (
    <NumberInput
      {...props}
      allowDecimal={false}
      allowNegative={props.min < 0}
      value={empty ? '' : value}
      onChange={(typed) => {
        setEmpty(typed === '');
        if (typeof typed === 'number') onChange(typed);
      }}
      onBlur={() => setEmpty(false)}
    />
  );
}
