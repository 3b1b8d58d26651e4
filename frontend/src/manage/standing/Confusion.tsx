import type { CSSProperties } from 'react';
import type { Form } from '../../api';
import { useTranslation } from '../../i18n';
import { percent } from '../../i18n/format';
import { answerName, confusionIn } from './evidence';
import css from './standing.module.css';
import type { Figure } from './types';

/** What somebody says when something else is right, as a table of shares. */
export function Confusion({ figure, form }: { figure: Figure; form: Form | undefined }) {
  const { t } = useTranslation('standing');
  const found = confusionIn(figure);
  if (!found) return null;
  const names = found.categories.map((category) => answerName(figure.question, category, form, t));
  return (
    <details className={css.data}>
      <summary>{t('confusion.title')}</summary>
      <table className={css.confusion}>
        <caption>{t('confusion.help')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('confusion.right')}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((shares, row) => (
            <tr key={names[row]}>
              <th scope="row">{names[row]}</th>
              {shares.map((share, column) => (
                <td
                  key={names[column]}
                  data-right={row === column || undefined}
                  style={{ '--heat': `${Math.round(share * 45)}%` } as CSSProperties}
                >
                  {percent(share)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
