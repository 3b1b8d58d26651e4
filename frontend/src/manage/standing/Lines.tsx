import { type PointerEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { Table } from '../parts/Table';
import { ToItems } from '../parts/ToItems';
import { useWidth } from '../parts/width';
import css from './standing.module.css';

export type Reading = { value: number; low: number | null; high: number | null };
/** One line of a chart; null where nothing is known, and the line goes on to the next point. */
export type Line = { id: string; title: string; points: readonly (Reading | null)[] };
/** A week or month: the day it begins with, and what it is called. */
export type Step = { id: string; title: string };

const HEIGHT = 220;
const MARGIN = { top: 12, right: 12, bottom: 26, left: 48 };
/** Lines are told apart by the shape of their points as well as by colour. */
export const SHAPES = ['circle', 'square', 'diamond', 'triangle'] as const;
export const LOOKS = 6;

/**
 * What changed over time: lines with the intervals of their points, and the same figures as a table. The pointer follows
 * a step to its items in the picture; the keyboard and screen readers find the same links in the table.
 */
export function Lines(props: {
  /** What is drawn, in a sentence for those who don't see it. */
  label: string;
  caption: string;
  steps: readonly Step[];
  stepTitle: string;
  lines: readonly Line[];
  /** Round values of the axis, from its foot to its top. */
  ticks: readonly number[];
  text: (value: number) => string;
  reading: (reading: Reading) => string;
  /** Where a step leads, or a line's point of it: to the items behind. Null where there is nothing to open. */
  address: (step: Step, line?: Line) => string | null;
}) {
  const { steps, lines, ticks, text, address } = props;
  const { t } = useTranslation('standing');
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [at, setAt] = useState<number | null>(null);
  const [foot, top] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const band = Math.max(1, width - MARGIN.left - MARGIN.right) / steps.length;
  const x = (index: number): number => MARGIN.left + (index + 0.5) * band;
  const y = (value: number): number => {
    const share = (Math.max(foot, Math.min(top, value)) - foot) / (top - foot);
    return HEIGHT - MARGIN.bottom - share * (HEIGHT - MARGIN.top - MARGIN.bottom);
  };
  const follow = (event: PointerEvent): void => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const index = Math.floor((event.clientX - left - MARGIN.left) / band);
    setAt(index >= 0 && index < steps.length ? index : null);
  };
  const every = Math.max(1, Math.ceil(64 / band));
  return (
    <div className={css.lines}>
      <ul className={css.legend}>
        {lines.map(({ id, title }, index) => (
          <li key={id} data-look={index % LOOKS}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <Mark index={index} x={8} y={8} />
            </svg>
            {title}
          </li>
        ))}
      </ul>
      <div ref={place} className={css.chart} onPointerMove={follow} onPointerLeave={() => setAt(null)}>
        <svg width={width} height={HEIGHT} role="img" aria-label={props.label}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className={css.grid}
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text className={css.tick} x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
                {text(tick)}
              </text>
            </g>
          ))}
          {at !== null && (
            <rect
              className={css.here}
              x={x(at) - band / 2}
              width={band}
              y={MARGIN.top}
              height={HEIGHT - MARGIN.top - MARGIN.bottom}
            />
          )}
          {lines.map((line, index) => (
            <Drawn key={line.id} line={line} index={index} x={x} y={y} />
          ))}
          {steps.map(
            ({ id, title }, index) =>
              (steps.length - 1 - index) % every === 0 && (
                <text key={id} className={css.tick} x={x(index)} y={HEIGHT - 7} textAnchor="middle">
                  {title}
                </text>
              ),
          )}
        </svg>
        {steps.map((step, index) => {
          const to = address(step);
          const place = { left: x(index) - band / 2, width: band };
          return (
            to && (
              <Link
                key={step.id}
                to={to}
                className={css.band ?? ''}
                style={place}
                tabIndex={-1}
                aria-hidden
              />
            )
          );
        })}
      </div>
      <p className={css.pointed} aria-hidden>
        {at !== null && (
          <>
            <strong>{steps[at]?.title}</strong>{' '}
            {lines
              .flatMap(({ title, points }) => (points[at] ? `${title}: ${props.reading(points[at])}` : []))
              .join(' · ')}
          </>
        )}
      </p>
      <details className={css.data}>
        <summary>{t('asTable')}</summary>
        <Figures {...props} />
      </details>
    </div>
  );
}

type Told = Pick<
  Parameters<typeof Lines>[0],
  'caption' | 'steps' | 'stepTitle' | 'lines' | 'reading' | 'address'
>;

/** The figures of the chart as a table, each with the way to its items. */
function Figures({ caption, steps, stepTitle, lines, reading, address }: Told) {
  const { t } = useTranslation('standing');
  return (
    <Table
      caption={caption}
      rows={steps.map((step, index) => ({ step, index }))}
      rowKey={({ step }) => step.id}
      columns={[
        {
          title: stepTitle,
          main: true,
          cell: ({ step }) => (
            <ToItems to={address(step)} label={t('see.step', { step: step.title })}>
              {step.title}
            </ToItems>
          ),
        },
        ...lines.map((line) => ({
          title: line.title,
          end: true,
          cell: ({ step, index }: { step: Step; index: number }) => {
            const point = line.points[index];
            if (!point) return '–';
            const words = { figure: reading(point), line: line.title, step: step.title };
            return (
              <ToItems to={address(step, line)} label={t('see.point', words)}>
                {words.figure}
              </ToItems>
            );
          },
        })),
      ]}
    />
  );
}

function Drawn(props: {
  line: Line;
  index: number;
  x: (index: number) => number;
  y: (value: number) => number;
}) {
  const { line, index, x, y } = props;
  // Points that fall on the same step stand a little beside each other.
  const aside = ((index % LOOKS) - 1) * 4;
  const known = line.points.flatMap((point, step) => (point ? [{ ...point, at: x(step) + aside }] : []));
  return (
    <g data-look={index % LOOKS}>
      <polyline className={css.line} points={known.map(({ at, value }) => `${at},${y(value)}`).join(' ')} />
      {known.map(({ at, value, low, high }) => (
        <g key={at}>
          {low !== null && high !== null && (
            <path
              className={css.error}
              d={`M${at - 3} ${y(low)}h6M${at} ${y(low)}V${y(high)}M${at - 3} ${y(high)}h6`}
            />
          )}
          <Mark index={index} x={at} y={y(value)} />
        </g>
      ))}
    </g>
  );
}

const PATHS: Record<(typeof SHAPES)[number], string> = {
  circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0',
  square: 'M-4-4h8v8h-8Z',
  diamond: 'M0-5.5 5.5 0 0 5.5-5.5 0Z',
  triangle: 'M0-5 5 4h-10Z',
};

function Mark({ index, x, y }: { index: number; x: number; y: number }) {
  const shape = SHAPES[index % SHAPES.length] ?? 'circle';
  return <path className={css.shape} transform={`translate(${x} ${y})`} d={PATHS[shape]} />;
}
