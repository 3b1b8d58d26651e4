import { WholeNumber } from './WholeNumber';

type Props = Omit<Parameters<typeof WholeNumber>[0], 'min' | 'max' | 'suffix'> & {
  min?: number;
  max?: number;
};

/** A whole percentage. */
export const Percent = ({ min = 0, max = 100, ...props }: Props) => (
  <WholeNumber {...props} min={min} max={max} clampBehavior="strict" suffix=" %" />
);

/** A share from 0 to 1, typed as a percentage. */
export const Share = ({ value, onChange, ...props }: Props) => (
  <Percent {...props} value={Math.round(value * 100)} onChange={(typed) => onChange(typed / 100)} />
);
