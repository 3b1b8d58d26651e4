import { NativeSelect } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Icon, Panel } from '../../ui';
import { changesBetween } from '../imports/difference';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { useComparison, useReleases } from './calls';
import own from './releases.module.css';
import { shownSide } from './shown';
import type { Change, Release } from './types';

const Diff = lazy(() => import('../../text/Diff').then(({ Diff }) => ({ default: Diff })));

/** What came, went and changed since another release. */
export function Compare({ release, project }: { release: Release; project: Project }) {
  const { t } = useTranslation('data');
  const all = useReleases(project.id).data ?? [];
  const others = all.filter(
    ({ id, state_of_release: state }) => id !== release.id && state !== 'building' && state !== 'failed',
  );
  const [other, setOther] = useState('');
  if (others.length === 0) return null;
  return (
    <Panel title={t('releases.compare')} help={t('releases.compareHelp')}>
      <div className={css.stack}>
        <NativeSelect
          className={own.other}
          label={t('releases.with')}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
          data={[
            { value: '', label: t('releases.chooseOther') },
            ...others.map(({ id, number, name }) => ({
              value: id,
              label: t('releases.called', { number, name }),
            })),
          ]}
        />
        {other && <Differences release={release.id} other={other} />}
      </div>
    </Panel>
  );
}

function Differences({ release, other }: { release: string; other: string }) {
  const { t } = useTranslation('data');
  const comparison = useComparison(release, other);
  return (
    <>
      <Query of={comparison}>
        {({ pages }) => {
          const [first] = pages;
          const rows = pages.flatMap(({ results }) => results);
          return (
            <>
              <p role="status">
                {t('releases.differences', {
                  added: t('releases.added', { count: first?.added ?? 0 }),
                  removed: t('releases.gone', { count: first?.removed ?? 0 }),
                  changed: t('releases.changed', { count: first?.changed ?? 0 }),
                })}
              </p>
              <ul className={own.differences}>
                {rows.map((change) => (
                  <One key={change.external_id} change={change} />
                ))}
              </ul>
            </>
          );
        }}
      </Query>
      <More list={comparison} />
    </>
  );
}

const TONES = { added: 'done', removed: 'refused', changed: 'paused' } as const;

function One({ change }: { change: Change }) {
  const { t } = useTranslation('data');
  const { external_id, before, after } = change;
  const parts = changesBetween(shownSide(before), shownSide(after));
  return (
    <li>
      <details>
        <summary>
          <Icon name="chevronRight" size={15} />
          <State state={TONES[change.change]} title={t(`releases.change.${change.change}`)} />
          <code>{external_id}</code>
        </summary>
        <dl className={own.parts}>
          {parts.map(({ part, before: was, after: is }) => (
            <div key={part}>
              <dt>{part}</dt>
              <dd>
                <Suspense fallback={is || was}>
                  <Diff before={was} after={is} />
                </Suspense>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
