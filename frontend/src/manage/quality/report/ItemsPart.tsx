import { Bar, BarChart, CartesianGrid, LabelList, Tooltip, XAxis, YAxis } from 'recharts';
import { useLocation } from 'wouter';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { Panel } from '../../../ui';
import { State } from '../../parts/State';
import { Table } from '../../parts/Table';
import { agreementBetween, theseItems, useItemsAddress } from '../drill';
import type { Section, WorstItem } from '../types';
import { codeWords } from '../words';
import { AskAdjudicator } from './AskAdjudicator';
import { AXIS, Chart, STILL, TIP } from './Chart';
import { Drill } from './Drill';
import { Fold } from './Fold';
import css from './report.module.css';

type Class = Section['items']['histogram'][number];

/** How well people agree on each item: how the items spread, and the worst of them with a way to have them settled. */
export function ItemsPart({ section }: { section: Section }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(section.project.id);
  const { histogram, worst } = section.items;
  const all = histogram.reduce((sum, { items }) => sum + items, 0);
  if (all === 0) return null;
  const ids = worst.map(({ id }) => id);
  return (
    <>
      <h2 className={css.part} id="items">
        {t('part.items')}
      </h2>
      <Panel>
        <Histogram classes={histogram} all={all} address={address} />
        {worst.length > 0 && (
          <>
            <div className={css.doings}>
              <AskAdjudicator project={section.project.id} ids={ids} />
              <Drill to={address(theseItems(ids))}>{t('drill.worst', { count: worst.length })}</Drill>
            </div>
            <Fold title={t('items.worst', { count: worst.length })}>
              <Worst items={worst} address={address} />
            </Fold>
          </>
        )}
      </Panel>
    </>
  );
}

type Address = ReturnType<typeof useItemsAddress>;
const nameOf = ({ low, high }: Class): string => `${percent(low)}–${percent(high)}`;

function Histogram({ classes, all, address }: { classes: Class[]; all: number; address: Address }) {
  const { t } = useTranslation('quality');
  const [, go] = useLocation();
  const least = classes.slice(0, 5).reduce((sum, { items }) => sum + items, 0);
  const most = classes.at(-1)?.items ?? 0;
  const rows = classes.map((each) => ({ ...each, name: nameOf(each) }));
  return (
    <Chart
      title={t('items.histogram')}
      says={t('items.says', {
        count: all,
        best: percent(most / all),
        low: percent(least / all),
      })}
      table={
        <Table
          caption={t('items.histogram')}
          rows={rows}
          rowKey={({ name }) => name}
          columns={[
            { title: t('items.agreement'), main: true, cell: ({ name }) => name },
            { title: t('count.items'), end: true, cell: ({ items }) => number(items) },
            { title: t('items.share'), end: true, cell: ({ items }) => percent(items / all, 1) },
            {
              title: t('items.see'),
              actions: true,
              cell: ({ low, high, items, name }) =>
                items > 0 && (
                  <Drill
                    to={address(agreementBetween(low, high))}
                    label={t('items.seeOf', { agreement: name })}
                  >
                    {t('items.see')}
                  </Drill>
                ),
            },
          ]}
        />
      }
    >
      {(width) => (
        <BarChart
          width={width}
          height={220}
          data={rows}
          margin={{ top: 20, right: 8, bottom: 4, left: 0 }}
          accessibilityLayer={false}
          barCategoryGap="12%"
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="name"
            {...AXIS}
            interval={width < 620 ? 'equidistantPreserveStart' : 0}
            tick={{ ...AXIS.tick, fontSize: 11 }}
          />
          <YAxis allowDecimals={false} width={44} {...AXIS} axisLine={false} />
          <Tooltip {...TIP} formatter={(items) => [number(Number(items)), t('count.items')]} />
          <Bar
            dataKey="items"
            fill="var(--accent)"
            radius={[3, 3, 0, 0]}
            cursor="pointer"
            onClick={(_, at) => {
              const chosen = classes[at];
              const to = chosen && address(agreementBetween(chosen.low, chosen.high));
              if (to) go(to);
            }}
            {...STILL}
          >
            <LabelList
              dataKey="items"
              position="top"
              fill="var(--dim)"
              fontSize={11}
              formatter={(items) => (Number(items) > 0 ? number(Number(items)) : '')}
            />
          </Bar>
        </BarChart>
      )}
    </Chart>
  );
}

function Worst({ items, address }: { items: WorstItem[]; address: Address }) {
  const { t } = useTranslation('quality');
  return (
    <Table
      caption={t('items.worst', { count: items.length })}
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t('items.item'),
          main: true,
          cell: ({ external_id, position }) => external_id || number(position),
        },
        {
          title: t('items.agreement'),
          end: true,
          cell: ({ agreement }) => (agreement === null ? '–' : percent(agreement, 1)),
        },
        {
          title: t('items.state'),
          cell: ({ state }) => <State state={state} title={codeWords('itemState', state, t)} />,
        },
        {
          title: t('items.see'),
          actions: true,
          cell: ({ id, external_id, position }) => (
            <Drill
              to={address({ ...theseItems([id]), item: id })}
              label={t('items.seeOne', { item: external_id || number(position) })}
            >
              {t('items.open')}
            </Drill>
          ),
        },
      ]}
    />
  );
}
