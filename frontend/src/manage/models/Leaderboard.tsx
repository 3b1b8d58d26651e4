import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Table } from '../parts/Table';
import { Dot } from '../standing/Dot';
import { endsOf, intervalText, strengthText, strengthTicks } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import type { Leader } from './types';

/** Models by strength, each with the interval of its strength and how often it was preferred. */
export function Leaderboard({ rows, title }: { rows: readonly Leader[]; title: string }) {
  const { t } = useTranslation('standing');
  const ticks = strengthTicks(endsOf(rows));
  const axis = { from: ticks[0] ?? -1, to: ticks.at(-1) ?? 1 };
  return (
    <div className={css.board}>
      <Table
        caption={t('board.title', { question: title })}
        rows={rows}
        rowKey={({ model }) => model}
        columns={[
          { title: t('board.model'), main: true, cell: ({ model }) => <ModelName model={model} /> },
          {
            title: t('board.strength'),
            cell: ({ strength, low, high }) => (
              <span className={css.strength}>
                <Dot axis={axis} value={strength} low={low} high={high} marks={[0]} />
                <span>
                  <strong>{strengthText(strength)}</strong> {intervalText(low, high, t)}
                </span>
              </span>
            ),
          },
          {
            title: t('board.rate'),
            end: true,
            cell: ({ win_rate, rate_low, rate_high }) =>
              win_rate === null ? (
                '–'
              ) : (
                <span className={css.stacked}>
                  {percent(win_rate)}
                  {rate_low !== null && rate_high !== null && (
                    <small>{t('between', { low: number(rate_low * 100), high: percent(rate_high) })}</small>
                  )}
                </span>
              ),
          },
          {
            title: t('board.games'),
            end: true,
            cell: ({ wins, losses, ties, n }) => (
              <span className={css.stacked}>
                {number(n)}
                <small>
                  {t('board.record', { wins: number(wins), losses: number(losses), ties: number(ties) })}
                </small>
              </span>
            ),
          },
        ]}
      />
      <details className={css.how}>
        <summary>{t('board.how')}</summary>
        <p>{t('board.howHelp')}</p>
      </details>
    </div>
  );
}
