import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Table } from '../parts/Table';
import { ToItems } from '../parts/ToItems';
import { ofModels, preferred, useItemsAddress } from '../quality/drill';
import { Dot } from '../standing/Dot';
import { endsOf, intervalText, strengthText, strengthTicks } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import type { Leader, ModelQuestion } from './types';

/** Models by strength, each with the interval of its strength and how often it was preferred. */
export function Leaderboard({ question, project }: { question: ModelQuestion; project: string }) {
  const { t } = useTranslation('standing');
  const { leaderboard: rows, title } = question;
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
            cell: (row) => <Comparisons row={row} question={question.question} project={project} />,
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

/** How many comparisons there were and how they ended, each leading to its items. */
function Comparisons({ row, question, project }: { row: Leader; question: string; project: string }) {
  const { t } = useTranslation('standing');
  const address = useItemsAddress(project);
  const { model, wins, losses, ties, n } = row;
  const [won, lost] = [t('board.won', { count: wins }), t('board.lost', { count: losses })];
  return (
    <span className={css.stacked}>
      <ToItems to={address(ofModels(model))} label={t('see.model', { figure: number(n), model })}>
        {number(n)}
      </ToItems>
      <small>
        <ToItems
          to={wins > 0 ? address(preferred(question, model, null)) : null}
          label={t('see.won', { figure: won, model })}
        >
          {won}
        </ToItems>
        {', '}
        <ToItems
          to={losses > 0 ? address(preferred(question, null, model)) : null}
          label={t('see.lost', { figure: lost, model })}
        >
          {lost}
        </ToItems>
        {', '}
        {t('board.tied', { count: ties })}
      </small>
    </span>
  );
}
