import { useTranslation } from '../../../i18n';
import { number } from '../../../i18n/format';
import { theseItems, useItemsAddress } from '../drill';
import type { Figures, Kappa, Question } from '../types';
import { between, codeWords, coefficient, decimals, type Words } from '../words';
import { Drill } from './Drill';
import { Fold } from './Fold';
import css from './report.module.css';
import { Sideways } from './Sideways';

const OF_MARKS = ['missing', 'extra', 'unmatched', 'mislabelled'] as const;

/** What only two people at a time can be compared by: κ of every pair, marks that one lacks, replies of a dialogue. */
export function ByTwo({ question, project }: { question: Question; project: string }) {
  const { t } = useTranslation('quality');
  const address = useItemsAddress(project);
  const { kappas = [], items_with: items = {} } = question.figures;
  const parts = partRows(question.figures, t);
  const marks = OF_MARKS.flatMap((kind) => {
    const count = question.figures[kind];
    return count === undefined ? [] : [{ kind, count, title: codeWords('figure', kind, t) }];
  });
  if (kappas.length + parts.length + marks.length === 0) return null;
  return (
    <Fold title={t('byTwo.title')}>
      <dl className={css.facts}>
        {parts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {marks.map(({ kind, count, title }) => (
          <div key={kind}>
            <dt>{title}</dt>
            <dd>
              {number(count)}{' '}
              {(items[kind] ?? []).length > 0 && (
                <Drill to={address(theseItems(items[kind] ?? []))}>{t('byTwo.see', { what: title })}</Drill>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {kappas.length > 0 && <Kappas pairs={kappas} t={t} />}
    </Fold>
  );
}

function Kappas({ pairs, t }: { pairs: readonly Kappa[]; t: Words }) {
  const rated = pairs.some(({ spearman }) => spearman !== undefined);
  return (
    <Sideways label={t('byTwo.kappa')}>
      <table className={css.labels}>
        <thead>
          <tr>
            <th scope="col">{t('byTwo.people')}</th>
            <th scope="col">{t('byTwo.items')}</th>
            <th scope="col">{t('byTwo.kappa')}</th>
            {rated && <th scope="col">{t('byTwo.spearman')}</th>}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ people: [one, other], n, value, low, high, spearman }) => (
            <tr key={`${one.id} ${other.id}`}>
              <th scope="row">
                {one.name} · {other.name}
              </th>
              <td>{number(n)}</td>
              <td>{[coefficient(value), between(low, high, t)].filter(Boolean).join(' · ')}</td>
              {rated && <td>{coefficient(spearman)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function partRows({ weighted_kappa, spearman, class_alpha, aspects = {}, reply_spans }: Figures, t: Words) {
  const titled = (name: string, value: number | null | undefined): [string, string][] =>
    value == null ? [] : [[codeWords('figure', name, t), coefficient(value)]];
  return [
    ...titled('weighted_kappa', weighted_kappa),
    ...titled('spearman', spearman),
    ...titled('class_alpha', class_alpha?.value),
    ...titled('reply_exact', reply_spans?.exact_f1),
    ...titled('reply_overlap', reply_spans?.overlap_f1),
    ...Object.values(aspects).map(({ title, alpha, low, high, mean_difference }): [string, string] => [
      t('byTwo.aspect', { aspect: title }),
      [
        coefficient(alpha),
        between(low, high, t),
        mean_difference === null ? '' : t('byTwo.apart', { points: decimals(mean_difference) }),
      ]
        .filter(Boolean)
        .join(' · '),
    ]),
  ];
}
