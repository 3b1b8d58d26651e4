import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Table } from '../parts/Table';
import { ToItems } from '../parts/ToItems';
import { ofModels, useItemsAddress } from '../quality/drill';
import { Dot } from '../standing/Dot';
import { ticksOver } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import type { Mean } from './types';

/** How people rated the models' responses, on the scale of the question; each response counts once. */
export function Means({ rows, title, project }: { rows: readonly Mean[]; title: string; project: string }) {
  const { t } = useTranslation('standing');
  const address = useItemsAddress(project);
  if (rows.length === 0) return null;
  const ticks = ticksOver(rows.flatMap(({ mean, low, high }) => [mean, low, high]));
  const axis = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1 };
  return (
    <div className={css.board}>
      <Table
        caption={t('means.title', { question: title })}
        rows={rows}
        rowKey={({ model }) => model}
        columns={[
          { title: t('board.model'), main: true, cell: ({ model }) => <ModelName model={model} /> },
          {
            title: t('means.mean'),
            cell: ({ mean, low, high }) => (
              <span className={css.strength}>
                <Dot axis={axis} value={mean} low={low} high={high} />
                <span>
                  <strong>{number(mean, 2)}</strong>{' '}
                  {low !== null &&
                    high !== null &&
                    t('fromTo', { low: number(low, 2), high: number(high, 2) })}
                </span>
              </span>
            ),
          },
          {
            title: t('scores.n'),
            end: true,
            cell: ({ model, n }) => (
              <ToItems to={address(ofModels(model))} label={t('see.model', { figure: number(n), model })}>
                {number(n)}
              </ToItems>
            ),
          },
        ]}
      />
    </div>
  );
}
