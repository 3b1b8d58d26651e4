import css from './standing.module.css';

const WIDTH = 100;

export type Axis = { from: number; to: number };

/**
 * A value with its interval on an axis. The words beside it say the same; it is drawn for the eye alone. `marks` are
 * values to compare with: a threshold, or what chance gives.
 */
export function Dot(props: {
  axis: Axis;
  value: number;
  low?: number | null;
  high?: number | null;
  marks?: readonly number[];
  tone?: 'good' | 'warn' | 'bad' | undefined;
}) {
  const { axis, value, low = null, high = null, marks = [] } = props;
  const x = (at: number): number =>
    axis.to > axis.from ? Math.max(0, Math.min(1, (at - axis.from) / (axis.to - axis.from))) * WIDTH : 0;
  return (
    <span className={css.dot} data-tone={props.tone}>
      <svg viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" aria-hidden="true">
        <path className={css.track} d={`M0 8H${WIDTH}`} />
        {marks.map((mark) => (
          <path key={mark} className={css.mark} d={`M${x(mark)} 0v16`} />
        ))}
        {low !== null && high !== null && (
          <path className={css.whisker} d={`M${x(low)} 4v8M${x(low)} 8H${x(high)}M${x(high)} 4v8`} />
        )}
        {/* A line of no length with round ends stays round however far the picture is stretched. */}
        <path className={css.point} d={`M${x(value)} 8h0`} />
      </svg>
    </span>
  );
}
