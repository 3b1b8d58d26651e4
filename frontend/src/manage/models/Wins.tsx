import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { ToItems } from '../parts/ToItems';
import { preferred, useItemsAddress } from '../quality/drill';
import { beaten } from './judge';
import { ModelName } from './ModelName';
import css from './models.module.css';
import type { ModelQuestion } from './types';

/** Of fewer comparisons a share says little: its cell stays grey. */
const ENOUGH = 15;
/** Columns of more models are called by their rows' numbers: their names would be taller than the table. */
const NAMED = 5;

/** How often each model was preferred to each other one: rows against columns. */
export function Wins(props: { question: ModelQuestion; title: string; project: string }) {
  const { t } = useTranslation('standing');
  const { question, title, project } = props;
  const { leaderboard, ties } = question;
  if (leaderboard.length < 2) return null;
  const numbered = leaderboard.length > NAMED;
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
              {leaderboard.map(({ model }, column) =>
                numbered ? (
                  <th key={model} scope="col" data-number title={model}>
                    <span aria-hidden="true">{column + 1}</span>
                    <span className="visually-hidden">{model}</span>
                  </th>
                ) : (
                  <th key={model} scope="col">
                    <ModelName model={model} />
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {leaderboard.map(({ model }, row) => (
              <tr key={model}>
                <th scope="row">
                  <span className={css.ranked}>
                    {numbered && <span aria-hidden="true">{row + 1}.</span>}
                    <ModelName model={model} />
                  </span>
                </th>
                {leaderboard.map((other, column) => (
                  <Cell
                    key={other.model}
                    {...beaten(question, row, column)}
                    tied={ties[row]?.[column] ?? 0}
                    self={row === column}
                    question={question.question}
                    project={project}
                    one={model}
                    other={other.model}
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

function Cell(props: {
  share: number | null;
  decided: number;
  tied: number;
  self: boolean;
  question: string;
  project: string;
  one: string;
  other: string;
}) {
  const { t } = useTranslation('standing');
  const address = useItemsAddress(props.project);
  const { share, decided, tied, self, question, one, other } = props;
  if (self) return <td aria-hidden="true" data-self />;
  if (share === null) return <td>{tied ? t('wins.onlyTies', { count: tied }) : '–'}</td>;
  const words = { figure: `${percent(share)} ${t('of', { count: number(decided) })}`, one, other };
  const heat = { '--heat': `${Math.round(Math.abs(share - 0.5) * 2 * 45)}%` } as CSSProperties;
  return (
    <td data-side={decided < ENOUGH ? undefined : share > 0.5 ? 'more' : 'less'} style={heat}>
      <ToItems
        to={share > 0 ? address(preferred(question, one, other)) : null}
        label={t('see.preferred', words)}
      >
        {percent(share)}
      </ToItems>
      <small>
        {t('of', { count: number(decided) })}
        {tied > 0 && ` + ${t('wins.ties', { count: tied })}`}
      </small>
    </td>
  );
}
