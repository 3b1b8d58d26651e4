import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { type ItemState, STATES } from '../items/browse/types';
import css from './progress.module.css';

/** From what is finished to what is not, and then what does not count. */
const ORDER: readonly ItemState[] = ['done', 'adjudicate', 'review', 'open'];
const BESIDE: readonly ItemState[] = STATES.filter((state) => !ORDER.includes(state));

/** How many items stand where, as one bar; each state leads to its items. */
export function StatesBar(props: {
  states: Partial<Record<ItemState, number>>;
  linkTo?: string | undefined;
}) {
  const { t } = useTranslation('items');
  const { states } = props;
  const total = ORDER.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const shown = ORDER.filter((state) => states[state] || state === 'done' || state === 'open');
  const beside = BESIDE.filter((state) => states[state]);
  const words = shown.map((state) => `${t(`state.${state}`)} ${number(states[state] ?? 0)}`).join(', ');
  return (
    <div className={css.states}>
      <div className={css.bar} role="img" aria-label={t('progress.statesLabel', { states: words })}>
        {shown.map((state) => (
          <span
            key={state}
            data-state={state}
            style={{ '--share': total ? (states[state] ?? 0) / total : 0 } as CSSProperties}
          />
        ))}
      </div>
      <ul className={css.legend}>
        {[...shown, ...beside].map((state) => (
          <li key={state} data-state={state} data-beside={beside.includes(state) || undefined}>
            <Name state={state} linkTo={props.linkTo} />
            <strong>{number(states[state] ?? 0)}</strong>
            {!beside.includes(state) && total > 0 && <span>{percent((states[state] ?? 0) / total)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Name({ state, linkTo }: { state: ItemState; linkTo: string | undefined }) {
  const { t } = useTranslation('items');
  const name = t(`state.${state}`);
  return linkTo ? <Link to={`${linkTo}?state=${state}`}>{name}</Link> : <span>{name}</span>;
}
