import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import css from './agreement.module.css';
import { axisStart, bandOf, barText, type Figure, RELIABLE, TENTATIVE } from './words';

const WIDTH = 240;
const MIDDLE = 13;

/** The coefficient with its 95 % interval on a line from 0 (or below) to 1, with the two customary marks. */
export function Bar({ row }: { row: Figure }) {
  const { t } = useTranslation('manage');
  if (row.alpha === null) return null;
  const start = axisStart(row.alpha, row.low);
  const x = (value: number): number => ((Math.max(start, Math.min(1, value)) - start) / (1 - start)) * WIDTH;
  // Below zero the line is long, and there is no room for both marks of the bands.
  const marks = start < 0 ? [start, 0, RELIABLE, 1] : [0, TENTATIVE, RELIABLE, 1];
  return (
    <svg
      className={css.bar}
      data-band={bandOf(row.alpha)}
      viewBox={`0 0 ${WIDTH} 40`}
      role="img"
      aria-label={barText(row, t)}
    >
      <rect className={css.track} x={0} y={MIDDLE - 4} width={WIDTH} height={8} rx={4} />
      <rect
        className={css.fair}
        x={x(TENTATIVE)}
        y={MIDDLE - 4}
        width={x(RELIABLE) - x(TENTATIVE)}
        height={8}
      />
      <path
        className={css.firm}
        d={`M${x(RELIABLE)} ${MIDDLE - 4}h${WIDTH - x(RELIABLE) - 4}a4 4 0 0 1 0 8H${x(RELIABLE)}Z`}
      />
      {row.low !== null && row.high !== null && (
        <path
          className={css.interval}
          d={`M${x(row.low)} ${MIDDLE - 6}v12M${x(row.low)} ${MIDDLE}H${x(row.high)}M${x(row.high)} ${MIDDLE - 6}v12`}
        />
      )}
      <circle className={css.point} cx={x(row.alpha)} cy={MIDDLE} r={5.5} />
      {marks.map((mark) => (
        <text
          key={mark}
          className={css.mark}
          x={x(mark) + shift(mark, start)}
          y={37}
          textAnchor={anchor(mark, start)}
        >
          {number(mark, mark === TENTATIVE ? 3 : mark === RELIABLE ? 2 : mark % 1 ? 1 : 0)}
        </text>
      ))}
    </svg>
  );
}

/** The two marks in the middle stand close together: one leans to the left, the other to the right. */
function anchor(mark: number, start: number): 'start' | 'middle' | 'end' {
  if (mark === start || (mark === RELIABLE && start === 0)) return 'start';
  return mark === 0 ? 'middle' : 'end';
}
function shift(mark: number, start: number): number {
  if (mark === TENTATIVE) return 6;
  return mark === RELIABLE && start === 0 ? -6 : 0;
}
