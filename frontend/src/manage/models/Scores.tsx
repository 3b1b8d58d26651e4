import type { Form } from '../../api';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Panel } from '../../ui';
import { Table } from '../parts/Table';
import { ToItems } from '../parts/ToItems';
import { useItemsAddress, withScore } from '../quality/drill';
import { Dot } from '../standing/Dot';
import { answerTitle } from './answers';
import css from './models.module.css';
import type { Score } from './types';

const AXIS = { from: -1, to: 1 };

/** Automatic scores beside what people said: whether a number that a machine gives can stand in for people. */
export function Scores(props: { scores: readonly Score[]; form: Form | undefined; project: string }) {
  const { t } = useTranslation('standing');
  const { scores, form, project } = props;
  const address = useItemsAddress(project);
  if (scores.length === 0) return null;
  return (
    <Panel title={t('scores.title')} help={t('scores.help')} flush>
      <Table
        caption={t('scores.title')}
        rows={scores}
        rowKey={({ name, version, against, category }) => JSON.stringify([name, version, against, category])}
        columns={[
          {
            title: t('scores.score'),
            main: true,
            cell: ({ name, version }) => (
              <span className={css.model}>
                {name}
                {version && <small>{version}</small>}
              </span>
            ),
          },
          {
            title: t('scores.against'),
            cell: ({ against, category }) => answerTitle(against, category, form),
          },
          {
            title: t('scores.pearson'),
            cell: ({ pearson, low, high }) =>
              pearson === null ? (
                '–'
              ) : (
                <span className={css.strength}>
                  <Dot axis={AXIS} value={pearson} low={low} high={high} marks={[0]} />
                  <span>
                    <strong>{number(pearson, 2)}</strong>{' '}
                    {low !== null &&
                      high !== null &&
                      t('fromTo', { low: number(low, 2), high: number(high, 2) })}
                  </span>
                </span>
              ),
          },
          {
            title: t('scores.spearman'),
            end: true,
            cell: ({ spearman }) => (spearman === null ? '–' : number(spearman, 2)),
          },
          {
            title: t('scores.pairs'),
            end: true,
            cell: ({ pairs }) => (pairs ? percent(pairs.share) : '–'),
          },
          {
            title: t('scores.n'),
            end: true,
            cell: ({ name, version, n }) => (
              <ToItems
                to={n > 0 ? address(withScore(name, version)) : null}
                label={t('see.score', {
                  figure: number(n),
                  score: [name, version].filter(Boolean).join(' '),
                })}
              >
                {number(n)}
              </ToItems>
            ),
          },
        ]}
      />
    </Panel>
  );
}
