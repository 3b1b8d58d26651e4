import '../dataWords';
import { useState } from 'react';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, EmptyState, Panel } from '../../ui';
import { useFilters } from '../parts/filters';
import { JobBar } from '../parts/JobBar';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { isUnfinished } from '../queries';
import { useReleases } from './calls';
import { NewRelease } from './NewRelease';
import { OneRelease } from './OneRelease';
import own from './releases.module.css';
import type { Release } from './types';

const NOTHING = { release: '' };
/** What each state looks like among the others. */
export const TONES: Record<Release['state_of_release'], string> = {
  building: 'running',
  offered: 'paused',
  accepted: 'accepted',
  rejected: 'refused',
  failed: 'failed',
};

/** Numbered data sets that never change: what the client gets, judges and comes back to. */
export function Releases({ project }: { project: Project }) {
  const [{ release: id }, go] = useFilters(NOTHING);
  const open = (release: string): void => {
    go({ release });
    scrollTo({ top: 0 });
  };
  if (id) return <OneRelease key={id} project={project} id={id} onOpen={open} onClose={() => open('')} />;
  return <List project={project} onOpen={open} />;
}

function List({ project, onOpen }: { project: Project; onOpen: (id: string) => void }) {
  const { t } = useTranslation('data');
  const releases = useReleases(project.id);
  const manages = useMay('manage');
  const [making, setMaking] = useState(false);
  const add = manages && (
    <Button icon="plus" onClick={() => setMaking(true)}>
      {t('releases.new')}
    </Button>
  );
  return (
    <>
      <Panel
        title={t('releases.title')}
        help={t('releases.help')}
        actions={(releases.data?.length ?? 0) > 0 && add}
        flush
      >
        <Query of={releases}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState icon="book" title={t('releases.none')} action={add}>
                {t(manages ? 'releases.noneHelp' : 'releases.noneYet')}
              </EmptyState>
            ) : (
              <ul className={own.list}>
                {rows.map((release) => (
                  <Row key={release.id} release={release} onOpen={onOpen} />
                ))}
              </ul>
            )
          }
        </Query>
      </Panel>
      {making && <NewRelease project={project} onClose={() => setMaking(false)} />}
    </>
  );
}

function Row({ release, onOpen }: { release: Release; onOpen: (id: string) => void }) {
  const { t } = useTranslation('data');
  const { number: count, name, state_of_release: state, created_by, created_at } = release;
  return (
    <li className={own.release}>
      <span className={own.number} aria-hidden>
        {count}
      </span>
      <div className={css.tight}>
        <div className={css.between}>
          <button type="button" className={own.open} onClick={() => onOpen(release.id)}>
            {t('releases.called', { number: count, name })}
          </button>
          <State state={TONES[state]} title={t(`releases.state.${state}`)} />
        </div>
        {isUnfinished(release) ? (
          <Building release={release} />
        ) : (
          <span className={css.small}>
            {t('releases.items', { count: release.items })} ·{' '}
            {t('releases.annotations', { count: release.annotations })} · {created_by.name} ·
            <When at={created_at} />
          </span>
        )}
        {release.error && <p className={own.error}>{release.error}</p>}
      </div>
    </li>
  );
}

export function Building({ release }: { release: Release }) {
  const { t } = useTranslation('data');
  return (
    <JobBar
      job={release}
      label={t('releases.building', { number: release.number })}
      done={
        release.total > 0
          ? t('releases.frozen', { done: number(release.done), total: number(release.total) })
          : ''
      }
    />
  );
}
