import { CartesianGrid, ErrorBar, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { Panel } from '../../../ui';
import { reasonText } from '../../parts/reason';
import { Table } from '../../parts/Table';
import type { Probe, ProbeQuestion, Question } from '../types';
import { signed, type Words } from '../words';
import { AXIS, Chart, STILL, TIP } from './Chart';
import css from './report.module.css';

/** Whether a simple model can learn from the answers, and how near it comes to what people can. */
export function ProbePart({ probe, questions }: { probe: Probe; questions: readonly Question[] }) {
  const { t } = useTranslation('quality');
  const titleOf = (name: string): string =>
    questions.find(({ question }) => question === name)?.title ?? name;
  return (
    <>
      <h2 className={css.part} id="probe">
        {t('part.probe')}
      </h2>
      <Panel help={t('probe.help')} title={t('probe.title')}>
        {probe.questions.map((row) =>
          row.curve.length > 0 ? (
            <Curve key={row.question} row={row} title={titleOf(row.question)} />
          ) : (
            <p key={row.question} className={css.evidence}>
              {titleOf(row.question)}: {reasonText(row.reason)}
            </p>
          ),
        )}
      </Panel>
    </>
  );
}

function Curve({ row, title }: { row: ProbeQuestion; title: string }) {
  const { t } = useTranslation('quality');
  const last = row.curve.at(-1);
  const points = row.curve.map((point) => ({
    ...point,
    error: [point.accuracy - point.low, point.high - point.accuracy],
  }));
  const least = Math.min(0.5, ...row.curve.map(({ low }) => low));
  return (
    <Chart
      title={title}
      says={[
        t(row.ceiling === null ? 'probe.saysAlone' : 'probe.says', {
          accuracy: percent(last?.accuracy ?? 0, 1),
          n: number(last?.n ?? 0),
          ceiling: percent(row.ceiling ?? 0, 1),
        }),
        gainWords(row.gain, t),
      ]
        .filter(Boolean)
        .join(' ')}
      table={
        <Table
          caption={title}
          rows={row.curve}
          rowKey={({ n }) => String(n)}
          columns={[
            { title: t('probe.n'), main: true, cell: ({ n }) => number(n) },
            { title: t('probe.accuracy'), end: true, cell: ({ accuracy }) => percent(accuracy, 1) },
            {
              title: t('probe.interval'),
              end: true,
              cell: ({ low, high }) => t('interval', { low: percent(low, 1), high: percent(high, 1) }),
            },
          ]}
        />
      }
    >
      {(width) => (
        <LineChart
          width={width}
          height={240}
          data={points}
          margin={{ top: 12, right: 16, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="n"
            type="number"
            domain={[0, 'dataMax']}
            tickFormatter={(n) => number(n)}
            {...AXIS}
          />
          <YAxis
            domain={[Math.floor(least * 10) / 10, 1]}
            tickFormatter={(share) => percent(share)}
            width={52}
            {...AXIS}
            axisLine={false}
          />
          <Tooltip
            {...TIP}
            labelFormatter={(n) => t('probe.trained', { n: number(Number(n)) })}
            formatter={(share) => [percent(Number(share), 1), t('probe.accuracy')]}
          />
          {row.ceiling !== null && (
            <ReferenceLine
              y={row.ceiling}
              stroke="var(--now)"
              strokeDasharray="6 4"
              label={{
                value: t('probe.ceiling'),
                position: 'insideTopRight',
                fill: 'var(--now-ink)',
                fontSize: 12,
              }}
            />
          )}
          <Line dataKey="accuracy" stroke="var(--accent)" strokeWidth={2} dot={{ r: 4 }} {...STILL}>
            <ErrorBar dataKey="error" width={5} stroke="var(--accent)" {...STILL} />
          </Line>
        </LineChart>
      )}
    </Chart>
  );
}

/** Whether more answers would still help. */
function gainWords(gain: ProbeQuestion['gain'], t: Words): string {
  if (!gain) return '';
  const values = {
    gain: signed(gain.value * 100, 1),
    low: signed(gain.low * 100, 1),
    high: signed(gain.high * 100, 1),
  };
  return t(gain.low > 0 ? 'probe.helps' : 'probe.open', values);
}
