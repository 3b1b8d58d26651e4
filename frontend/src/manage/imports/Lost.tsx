import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Panel } from '../../ui';
import own from './imports.module.css';
import type { Loss } from './types';

/** What the file holds that can't be kept: named with counts and places, never dropped in silence. */
export function Lost({ lost }: { lost: readonly Loss[] }) {
  const { t } = useTranslation('data');
  if (lost.length === 0) return null;
  return (
    <Panel title={t('imports.lost')} help={t('imports.lostHelp')}>
      <ul className={own.lost}>
        {lost.map(({ what, count, examples = [] }) => (
          <li key={what}>
            <details>
              <summary>
                <strong>{number(count)}</strong> {what}
              </summary>
              <ul>
                {examples.map(({ where, detail }) => (
                  <li key={`${where}${detail}`}>
                    <code>{where}</code> {detail}
                  </li>
                ))}
                {count > examples.length && examples.length > 0 && (
                  <li>{t('imports.andMore', { count: count - examples.length })}</li>
                )}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
