import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../../i18n';
import { number, percent } from '../../../i18n/format';
import { itemsOfBoth, useItemsAddress } from '../drill';
import type { Named, Heat as Shape } from '../types';
import css from './report.module.css';
import { Sideways } from './Sideways';

/** Fewer say too little to be coloured. */
const ENOUGH = 15;

/** How often every two people answered alike; the warmer, the less often. Cells with too little behind them are grey. */
export function Heat({ heat, project }: { heat: Shape; project: string }) {
  const { t } = useTranslation('quality');
  const { people } = heat;
  const shareOf = (row: number, column: number): number | null => {
    const shared = heat.shared[row]?.[column] ?? 0;
    return row === column || shared === 0 ? null : (heat.alike[row]?.[column] ?? 0) / shared;
  };
  const known = people.flatMap((_, row) =>
    people.flatMap((_, column) =>
      (heat.shared[row]?.[column] ?? 0) >= ENOUGH ? (shareOf(row, column) ?? []) : [],
    ),
  );
  const [least, most] = [Math.min(1, ...known), Math.max(0, ...known)];
  return (
    <>
      <p className={css.evidence}>
        {known.length > 0
          ? t('heat.says', { least: percent(least), most: percent(most) })
          : t('heat.few', { count: ENOUGH })}
      </p>
      <Sideways label={t('heat.title')}>
        <table className={css.matrix} data-heat>
          <caption className="visually-hidden">{t('heat.title')}</caption>
          <thead>
            <tr>
              <td />
              {people.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((one, row) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                {people.map((other, column) => (
                  <Cell
                    key={other.id}
                    one={one}
                    other={other}
                    share={shareOf(row, column)}
                    n={heat.shared[row]?.[column] ?? 0}
                    span={[least, most]}
                    project={project}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </>
  );
}

function Cell(props: {
  one: Named;
  other: Named;
  share: number | null;
  n: number;
  span: [least: number, most: number];
  project: string;
}) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(props.project);
  const { one, other, share, n, span } = props;
  if (one.id === other.id) return <td data-same />;
  if (share === null) return <td data-few>–</td>;
  const [least, most] = span;
  const enough = n >= ENOUGH;
  const warmth = enough && most > least ? (most - share) / (most - least) : 0;
  const to = address(itemsOfBoth(one.id, other.id));
  const words = (
    <>
      <span className="visually-hidden">{t('heat.cell', { one: one.name, other: other.name })} </span>
      {percent(share)}
      <small>n = {number(n)}</small>
    </>
  );
  return (
    <td data-few={!enough || undefined} style={{ '--share': warmth } as CSSProperties}>
      {to ? <Link to={to}>{words}</Link> : words}
    </td>
  );
}
