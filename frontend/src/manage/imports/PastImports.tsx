import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, EmptyState, Icon, Panel } from '../../ui';
import { More } from '../parts/More';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useSlug } from '../queries';
import { isMoving, useImportList } from './calls';
import { HowFar } from './HowFar';
import own from './imports.module.css';
import type { Import } from './types';

/** What was brought in before, what is being read, and what waits for a decision. */
export function PastImports({ project, onOpen }: { project: Project; onOpen: (id: string) => void }) {
  const { t } = useTranslation('data');
  const imports = useImportList(project.id);
  useNewItems(project, imports.data?.pages.some(({ results }) => results.some(isMoving)) ?? false);
  return (
    <Panel title={t('imports.earlier')} flush>
      <Query of={imports}>
        {({ pages }) => {
          const rows = pages.flatMap(({ results }) => results);
          return rows.length === 0 ? (
            <EmptyState icon="upload" title={t('imports.none')}>
              {t('imports.noneHelp')}
            </EmptyState>
          ) : (
            <ul className={own.jobs}>
              {rows.map((job) => (
                <Past key={job.id} job={job} project={project} onOpen={onOpen} />
              ))}
            </ul>
          );
        }}
      </Query>
      <More list={imports} />
    </Panel>
  );
}

/** Items, progress and the list of projects all change when an import ends. */
export function useNewItems(project: Project, moving: boolean): void {
  const slug = useSlug();
  const queries = useQueryClient();
  const before = useRef(moving);
  useEffect(() => {
    if (before.current && !moving) {
      void queries.invalidateQueries({ queryKey: [slug, 'project', project.id] });
      void queries.invalidateQueries({ queryKey: [slug, 'projects'] });
    }
    before.current = moving;
  }, [moving, queries, slug, project.id]);
}

function Past(props: { job: Import; project: Project; onOpen: (id: string) => void }) {
  const { t } = useTranslation('data');
  const { job, project, onOpen } = props;
  const waits = job.state === 'waiting';
  const open = t('imports.openOne', { name: job.filename });
  return (
    <li className={own.job} data-waits={waits || undefined}>
      <div className={css.between}>
        <span className={own.file}>
          <Icon
            name={job.source === 'file' ? 'file' : job.source === 'bucket' ? 'cloud' : 'link'}
            size={16}
          />
          <button type="button" className={own.open} onClick={() => onOpen(job.id)}>
            {job.filename}
          </button>
        </span>
        <span className={css.row}>
          <State state={waits ? 'paused' : job.state} title={t(`imports.state.${job.state}`)} />
          <span className={css.small}>
            <When at={job.finished_at ?? job.created_at} />
          </span>
        </span>
      </div>
      {isMoving(job) && <HowFar job={job} project={project} />}
      {job.error && <p className={own.error}>{job.error}</p>}
      {waits ? (
        <div className={css.between}>
          <span className={css.small}>{t('imports.waits', { count: job.rows ?? 0 })}</span>
          <Button size="small" aria-label={open} onClick={() => onOpen(job.id)}>
            {t('imports.check')}
          </Button>
        </div>
      ) : (
        job.stage !== 'reading' && <Counts job={job} />
      )}
    </li>
  );
}

/** What an import did, in few words. */
export function Counts({ job }: { job: Import }) {
  const { t } = useTranslation('data');
  const { created, updated, skipped, problem_count } = job;
  return (
    <div className={own.counts}>
      <span>{t('imports.created', { count: created })}</span>
      {updated > 0 && <span>{t('imports.updated', { count: updated })}</span>}
      {skipped > 0 && <span>{t('imports.skipped', { count: skipped })}</span>}
      {problem_count > 0 && (
        <span className={own.bad}>
          <Icon name="alert" size={15} />
          {t('imports.problems', { count: problem_count, shown: number(problem_count) })}
        </span>
      )}
    </div>
  );
}
