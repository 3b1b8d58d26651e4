import { type PointerEvent, useRef, useState } from 'react';
import { i18n, useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Panel } from '../../ui';
import { Table } from '../parts/Table';
import { useWidth } from '../parts/width';
import { span } from '../project/time';
import { lastDays, smoothed, ticks } from './days';
import css from './progress.module.css';
import type { Day } from './types';

const MEASURES = ['submitted', 'items_done', 'seconds'] as const;
type Measure = (typeof MEASURES)[number];
const SPANS = [14, 30, 90] as const;

/** What was done on each day: a chart, and the same figures as a table. */
export function Throughput({ days, now = Date.now() }: { days: readonly Day[]; now?: number }) {
  const { t } = useTranslation('items');
  const [measure, setMeasure] = useState<Measure>('submitted');
  const [count, setCount] = useState<number>(30);
  // The mean of the first day shown is that of the week before it.
  const known = lastDays(days, count + 6, now);
  const shown = known.slice(6);
  return (
    <Panel
      title={t('progress.throughput')}
      actions={
        <>
          <Segments
            label={t('progress.measure')}
            options={MEASURES.map((value) => ({ value, title: t(`progress.of_${value}`) }))}
            value={measure}
            onChange={setMeasure}
          />
          <Segments
            label={t('progress.span')}
            options={SPANS.map((value) => ({ value, title: t('progress.days', { count: value }) }))}
            value={count}
            onChange={setCount}
          />
        </>
      }
    >
      <Chart days={shown} before={known.slice(0, 6)} measure={measure} />
      <details className={css.table}>
        <summary>{t('progress.asTable')}</summary>
        <Table
          caption={t('progress.throughput')}
          rows={shown.toReversed()}
          rowKey={({ day }) => day}
          columns={[
            { title: t('progress.day'), main: true, cell: ({ day }) => dayWords(day, 'long') },
            ...MEASURES.map((each) => ({
              title: t(`progress.of_${each}`),
              end: true,
              cell: (day: Day) => valueWords(day[each], each),
            })),
          ]}
        />
      </details>
    </Panel>
  );
}

export function Segments<Value extends string | number>(props: {
  label: string;
  options: readonly { value: Value; title: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <div className={css.segments} role="group" aria-label={props.label}>
      {props.options.map(({ value, title }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

const HEIGHT = 200;
const MARGIN = { top: 12, right: 4, bottom: 24, left: 44 };

/** Bars for the days with their mean over a week as a line. Drawn at the width there is, so that words keep their size. */
function Chart(props: { days: readonly Day[]; before: readonly Day[]; measure: Measure }) {
  const { days, before, measure } = props;
  const { t } = useTranslation('items');
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const [at, setAt] = useState<number | null>(null);
  const unit = measure === 'seconds' ? 3600 : 1;
  const values = days.map((day) => day[measure] / unit);
  const means = smoothed([...before, ...days].map((day) => day[measure] / unit)).slice(before.length);
  const axis = ticks(Math.max(...values, 0));
  const most = axis.at(-1) ?? 1;
  const inner = Math.max(0, width - MARGIN.left - MARGIN.right);
  const band = inner / days.length;
  const x = (index: number): number => MARGIN.left + index * band;
  const y = (value: number): number =>
    HEIGHT - MARGIN.bottom - (value / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const sum = values.reduce((total, value) => total + value, 0) * unit;
  const follow = (event: PointerEvent): void => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const index = Math.floor((event.clientX - left - MARGIN.left) / band);
    setAt(index >= 0 && index < days.length ? index : null);
  };
  const pointed = at === null ? undefined : days[at];
  const every = Math.max(1, Math.ceil(56 / Math.max(1, band)));
  return (
    <div ref={place} className={css.chart} onPointerMove={follow} onPointerLeave={() => setAt(null)}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('progress.chartLabel', {
          what: t(`progress.of_${measure}`),
          count: days.length,
          total: valueWords(sum, measure),
        })}
      >
        {axis.map((tick) => (
          <g key={tick}>
            <line className={css.line} x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text className={css.tick} x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
              {number(tick)}
            </text>
          </g>
        ))}
        {values.map((value, index) => (
          <rect
            key={days[index]?.day}
            className={css.column}
            data-at={index === at || undefined}
            x={x(index) + band * 0.14}
            width={band * 0.72}
            y={y(value)}
            height={Math.max(0, y(0) - y(value))}
            rx={Math.min(3, band * 0.2)}
          />
        ))}
        <polyline
          className={css.mean}
          points={means.map((value, index) => `${x(index) + band / 2},${y(value)}`).join(' ')}
        />
        {days.map(
          ({ day }, index) =>
            (days.length - 1 - index) % every === 0 && (
              <text
                key={day}
                className={css.tick}
                x={Math.min(x(index) + band / 2, width - 20)}
                y={HEIGHT - 6}
                textAnchor="middle"
              >
                {dayWords(day, 'short')}
              </text>
            ),
        )}
      </svg>
      <p className={css.pointed} aria-hidden>
        {pointed ? (
          <>
            <strong>{dayWords(pointed.day, 'long')}</strong>{' '}
            {MEASURES.map((each) => `${t(`progress.of_${each}`)}: ${valueWords(pointed[each], each)}`).join(
              ' · ',
            )}
          </>
        ) : (
          <span className={css.key}>{t('progress.meanKey')}</span>
        )}
      </p>
    </div>
  );
}

const valueWords = (value: number, measure: Measure): string =>
  measure === 'seconds' ? span(value) : number(value);

const dayWords = (day: string, length: 'short' | 'long'): string =>
  new Intl.DateTimeFormat(i18n.language, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(length === 'long' ? { weekday: 'short' } : {}),
  }).format(new Date(day));
