import { WholeNumber } from '../parts/WholeNumber';
import own from './workflow.module.css';

const LEAST = 50;
const MOST = 99;

type Props = Pick<
  Parameters<typeof WholeNumber>[0],
  'label' | 'description' | 'value' | 'error' | 'onChange'
>;

/**
 * How probable an answer has to be, typed as a percentage: more probable than not, and never beyond doubt. What is out
 * of range is put right only on leaving, because the first digit of most numbers is.
 */
export const Confidence = ({ value, onChange, ...props }: Props) => (
  <WholeNumber
    {...props}
    min={LEAST}
    max={MOST}
    clampBehavior="blur"
    suffix=" %"
    classNames={{ input: own.short ?? '' }}
    value={Math.round(value * 100)}
    onChange={(typed) => onChange(typed / 100)}
  />
);
