import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { beaten } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import type { ModelQuestion } from './types';

/** Of fewer comparisons a share says little: its cell stays grey. */
const ENOUGH = 15;

/** How often each model was preferred to each other one: rows against columns. */
export function Wins({ question, title }: { question: ModelQuestion; title: string }) {
  const { t } = useTranslation('standing');
  const { leaderboard, ties } = question;
  if (leaderboard.length < 2) return null;
  return (
    <section>
      <h3>{t('wins.title')}</h3>
      <p className={css.note}>{t('wins.help')}</p>
      <Sideways label={t('wins.caption', { question: title })}>
        <table className={css.wins}>
          <caption className="visually-hidden">{t('wins.caption', { question: title })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('wins.corner')}</th>
              {leaderboard.map(({ model }) => (
                <th key={model} scope="col">
                  <ModelName model={model} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {leaderboard.map(({ model }, row) => (
              <tr key={model}>
                <th scope="row">
                  <ModelName model={model} />
                </th>
                {leaderboard.map((other, column) => (
                  <Cell
                    key={other.model}
                    {...beaten(question, row, column)}
                    tied={ties[row]?.[column] ?? 0}
                    self={row === column}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </section>
  );
}

/** A table that scrolls sideways must be reachable by the keyboard. */
function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div className={css.scroll} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

function Cell(props: { share: number | null; decided: number; tied: number; self: boolean }) {
  const { t } = useTranslation('standing');
  const { share, decided, tied, self } = props;
  if (self) return <td aria-hidden="true" data-self />;
  if (share === null) return <td>{tied ? t('wins.onlyTies', { count: tied }) : '–'}</td>;
  const heat = { '--heat': `${Math.round(Math.abs(share - 0.5) * 2 * 45)}%` } as CSSProperties;
  return (
    <td data-side={decided < ENOUGH ? undefined : share > 0.5 ? 'more' : 'less'} style={heat}>
      {percent(share)}
      <small>
        {t('of', { count: number(decided) })}
        {tied > 0 && ` + ${t('wins.ties', { count: tied })}`}
      </small>
    </td>
  );
}
