import { useTranslation } from '../../i18n';
import { percent } from '../../i18n/format';
import { Icon, Panel } from '../../ui';
import parts from '../parts/parts.module.css';
import { chanceText } from './figures';
import { ItemLinks } from './Items';
import css from './standing.module.css';
import type { Pair } from './types';

type Props = { project: string; titleOf: (question: string) => string };

/** Two people who agree more than their accuracy explains: perhaps one copies, perhaps both follow the same wrong rule. */
export function Pairs({ project, pairs, titleOf }: Props & { pairs: readonly Pair[] }) {
  const { t } = useTranslation('standing');
  const found = pairs.filter(({ stands_out }) => stands_out);
  return (
    <Panel title={t('pairs.title')} help={t('pairs.help')}>
      {found.length === 0 ? (
        <p className={parts.small}>{t('pairs.none', { count: pairs.length })}</p>
      ) : (
        <ul className={css.cards}>
          {found.map((pair) => (
            <li key={`${pair.question} ${pair.members.map(({ id }) => id).join()}`} data-out>
              <PairEvidence project={project} pair={pair} titleOf={titleOf} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

export function PairEvidence({ project, pair, titleOf }: Props & { pair: Pair }) {
  const { t } = useTranslation('standing');
  const { members, question, n, chance, evidence } = pair;
  const [one, other] = members;
  return (
    <>
      <div className={css.cardHead}>
        <h4>
          <Icon name="users" size={15} />
          {t('pairs.two', { one: one.name, other: other.name })} <small>{titleOf(question)}</small>
        </h4>
      </div>
      <p className={parts.small}>
        {t('pairs.more', {
          alike: percent(evidence.alike),
          expected: percent(evidence.expected),
          count: n,
        })}{' '}
        {chanceText(chance, t, 'pair')}
      </p>
      <ItemLinks project={project} items={evidence.items ?? []} />
    </>
  );
}
