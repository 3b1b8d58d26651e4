import type { RankingValue } from '../api/types';
import { useTranslation } from '../i18n';
import { lookOf } from './annotators';
import type { CompareProps } from './Comparison';
import css from './compare.module.css';
import { moved, together } from './ranking';
import { Who } from './Who';

/** Orders as columns, best on top. What stands elsewhere than in the order of all together says by how much. */
export function Ranks({ row, annotators, action }: CompareProps) {
  const { t } = useTranslation('review');
  const orders = row.values.map((value) => (value as RankingValue | undefined)?.ranks ?? null);
  const given = orders.filter((ranks) => ranks !== null);
  const all = together(given);
  const letterOf = (id: string) => row.target.responses.find((each) => each.id === id)?.letter ?? '?';
  const depth = Math.max(all.length, ...given.map(({ length }) => length));
  const several = given.length > 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
    <div className={css.scroll} tabIndex={0} role="group" aria-label={row.title} data-scrolls="">
      <table className={css.ranks}>
        <thead>
          <tr>
            <th scope="col">{t('compare.rank')}</th>
            {annotators.map((annotator) => (
              <th key={annotator.id} scope="col" data-judged={annotator.judged || undefined}>
                <Who annotator={annotator}>
                  {row.values[annotators.indexOf(annotator)] ? (
                    action?.(annotator)
                  ) : (
                    <span className={css.nothing}>{t('compare.nothing')}</span>
                  )}
                </Who>
              </th>
            ))}
            {several && <th scope="col">{t('compare.together')}</th>}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: depth }, (_, rank) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rank is its place
            <tr key={rank}>
              <th scope="row">{rank + 1}</th>
              {orders.map((ranks, person) => (
                <td
                  key={annotators[person]?.id}
                  data-person={lookOf(annotators[person]?.number ?? 1)}
                  data-judged={annotators[person]?.judged || undefined}
                >
                  {(ranks?.[rank] ?? []).map((id) => (
                    <Place key={id} letter={letterOf(id)} by={several && ranks ? moved(id, ranks, all) : 0} />
                  ))}
                </td>
              ))}
              {several && (
                <td>
                  {(all[rank] ?? []).map((id) => (
                    <Place key={id} letter={letterOf(id)} by={0} />
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Place({ letter, by }: { letter: string; by: number }) {
  const { t } = useTranslation('review');
  const words = t(by > 0 ? 'compare.higher' : 'compare.lower', { count: Math.abs(by) });
  return (
    <span className={css.place} data-moved={by > 0 ? 'up' : by < 0 ? 'down' : undefined}>
      <strong>{letter}</strong>
      {by !== 0 && (
        <span className={css.by} title={words}>
          <span aria-hidden>
            {by > 0 ? '▲' : '▼'}
            {Math.abs(by)}
          </span>
          <span className="visually-hidden">{words}</span>
        </span>
      )}
    </span>
  );
}
