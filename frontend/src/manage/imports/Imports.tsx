import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Import, Project } from '../../api';
import { api, ask, idempotent } from '../../api';
import { useTranslation } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import { Button, EmptyState, Icon, Panel, toastError } from '../../ui';
import { DropZone } from '../parts/DropZone';
import { JobBar } from '../parts/JobBar';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { isUnfinished, useImports, useSlug } from '../queries';
import { UploadList } from '../uploads/UploadList';
import { startUploads, useUploads } from '../uploads/uploads';
import { FormatHelp } from './FormatHelp';
import own from './imports.module.css';
import { Problems } from './Problems';

/** Brings items in from files, and tells how earlier imports went. */
export function Imports({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const uploads = useUploads(project.id, 'text');
  return (
    <div className={css.two}>
      <div>
        <Panel title={t('imports.title')} help={t('imports.help')}>
          <div className={css.stack}>
            <DropZone
              title={t('imports.drop')}
              help={t('imports.dropHelp')}
              accept=".jsonl,.txt,.md"
              multiple
              onFiles={(files) => startUploads({ organisation, project: project.id, purpose: 'text' }, files)}
            />
            <UploadList uploads={uploads.filter(({ progress }) => progress.phase !== 'done')} />
          </div>
        </Panel>
        <Earlier
          project={project}
          arrived={uploads.filter(({ progress }) => progress.phase === 'done').length}
        />
      </div>
      <FormatHelp project={project} />
    </div>
  );
}

function Earlier({ project, arrived }: { project: Project; arrived: number }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const imports = useImports(project.id);
  const running = imports.data?.results.some(isUnfinished) ?? false;
  const queries = useQueryClient();
  const { refetch } = imports;
  useEffect(() => {
    if (arrived > 0) void refetch();
  }, [arrived, refetch]);
  const before = useRef(running);
  useEffect(() => {
    // Items, progress and the list of projects all change when an import ends.
    if (before.current && !running) {
      void queries.invalidateQueries({ queryKey: [slug, 'project', project.id] });
      void queries.invalidateQueries({ queryKey: [slug, 'projects'] });
    }
    before.current = running;
  }, [running, queries, slug, project.id]);
  return (
    <Panel title={t('imports.earlier')} flush>
      <Query of={imports}>
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon="upload" title={t('imports.none')}>
              {t('imports.noneHelp')}
            </EmptyState>
          ) : (
            <ul className={own.jobs}>
              {results.map((job) => (
                <Job key={job.id} job={job} project={project} />
              ))}
            </ul>
          )
        }
      </Query>
    </Panel>
  );
}

function Job({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const [open, setOpen] = useState(false);
  return (
    <li className={own.job}>
      <div className={css.between}>
        <span className={own.file}>
          <Icon name="file" size={16} />
          <strong>{job.filename}</strong>
        </span>
        <span className={css.row}>
          <State state={job.state} title={t(`jobState.${job.state}`)} />
          <span className={css.small}>
            <When at={job.finished_at ?? job.created_at} />
          </span>
        </span>
      </div>
      {isUnfinished(job) && (
        <div className={own.running}>
          <JobBar
            job={job}
            label={t('imports.progress', { name: job.filename })}
            done={t('imports.read', { done: bytes(job.done), total: bytes(job.total) })}
          />
          <Cancel job={job} project={project} />
        </div>
      )}
      {job.error && <p className={own.error}>{job.error}</p>}
      <div className={own.counts}>
        <span>{t('imports.created', { count: job.created })}</span>
        {job.updated > 0 && <span>{t('imports.updated', { count: job.updated })}</span>}
        {job.skipped > 0 && <span>{t('imports.skipped', { count: job.skipped })}</span>}
        {job.problem_count > 0 && (
          <button type="button" className={own.badLink} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="alert" size={15} />
            {t('imports.problems', { count: job.problem_count, shown: number(job.problem_count) })}
            <Icon name={open ? 'arrowUp' : 'chevronDown'} size={15} />
          </button>
        )}
        {job.state === 'done' && job.created > 0 && (
          <Link to={`/${slug}/projects/${project.id}/items`} className={css.push}>
            {t('imports.see')}
          </Link>
        )}
      </div>
      {open && <Problems job={job} />}
    </li>
  );
}

function Cancel({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation(['manage', 'common']);
  const organisation = useSlug();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/{organisation}/imports/{import_id}/cancel', {
          params: { path: { organisation, import_id: job.id }, header: idempotent(`cancel-${job.id}`) },
        }),
      ),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: [organisation, 'project', project.id, 'imports'] }),
    onError: toastError,
  });
  return (
    <Button
      kind="default"
      size="small"
      busy={cancel.isPending}
      aria-label={t('imports.cancelOne', { name: job.filename })}
      onClick={() => cancel.mutate()}
    >
      {t('common:cancel')}
    </Button>
  );
}
