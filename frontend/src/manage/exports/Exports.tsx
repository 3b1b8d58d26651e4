import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Export, Form, Project, QuestionKind } from '../../api';
import { api, ask, idempotent } from '../../api';
import { useTranslation } from '../../i18n';
import { bytes, number } from '../../i18n/format';
import { Button, EmptyState, Icon, Panel, toastError } from '../../ui';
import imports from '../imports/imports.module.css';
import { useCreate } from '../intention';
import { Choices } from '../parts/Choices';
import { CopyButton } from '../parts/Copy';
import { JobBar } from '../parts/JobBar';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { isUnfinished, useExports, useProjectForm, useSlug } from '../queries';
import { countWords } from './counts';
import own from './exports.module.css';

/** Files that leave: made on demand, each with its counts and checksum. */
export function Exports({ project }: { project: Project }) {
  const form = useProjectForm(project.id);
  return (
    <div className={css.two}>
      <Made project={project} />
      <Query of={form}>{({ form }) => <NewExport project={project} form={form} />}</Query>
    </div>
  );
}

type Format = Export['format'];
type Rows = 'merged' | 'annotators';
type Body = { format: Format; options?: { question: string; rows: Rows } };

/** The kinds whose answers order responses, and so make preference pairs. */
const COMPARES: ReadonlySet<QuestionKind> = new Set<QuestionKind>(['ranking', 'preference']);

function NewExport({ project, form }: { project: Project; form: Form }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const comparing = form.questions.filter(({ kind }) => COMPARES.has(kind));
  const [format, setFormat] = useState<Format>(comparing.length > 0 ? 'trl_preference' : 'annotations');
  const [question, setQuestion] = useState(comparing[0]?.name ?? '');
  const [rows, setRows] = useState<Rows>('merged');
  const create = useCreate(
    (body: Body, header) =>
      ask(
        api.POST('/api/v1/{organisation}/projects/{project_id}/exports', {
          params: { path: { organisation, project_id: project.id }, header },
          body,
        }),
      ),
    {
      onSuccess: () =>
        queries.invalidateQueries({ queryKey: [organisation, 'project', project.id, 'exports'] }),
    },
  );
  const body = (): Body => (format === 'annotations' ? { format } : { format, options: { question, rows } });
  return (
    <Panel title={t('exports.new')}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(body());
        }}
      >
        <Choices
          legend={t('exports.format')}
          name="format"
          value={format}
          onChange={setFormat}
          options={[
            {
              value: 'trl_preference',
              title: t('exports.trl'),
              help: comparing.length > 0 ? t('exports.trlHelp') : t('exports.noRanking'),
              disabled: comparing.length === 0,
            },
            { value: 'annotations', title: t('exports.annotations'), help: t('exports.annotationsHelp') },
          ]}
        />
        {format === 'trl_preference' && (
          <>
            {comparing.length > 1 && (
              <NativeSelect
                label={t('exports.question')}
                value={question}
                onChange={(event) => setQuestion(event.currentTarget.value)}
                data={comparing.map(({ name, title }) => ({ value: name, label: title }))}
              />
            )}
            <Choices
              legend={t('exports.rows')}
              name="rows"
              value={rows}
              onChange={setRows}
              options={[
                { value: 'merged', title: t('exports.merged'), help: t('exports.mergedHelp') },
                { value: 'annotators', title: t('exports.annotators'), help: t('exports.annotatorsHelp') },
              ]}
            />
          </>
        )}
        <Problem error={create.error} />
        <div>
          <Button type="submit" busy={create.isPending}>
            {t('exports.start')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Made({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const exports = useExports(project.id);
  return (
    <Panel title={t('exports.made')} flush>
      <Query of={exports}>
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon="download" title={t('exports.none')}>
              {t('exports.noneHelp')}
            </EmptyState>
          ) : (
            <ul className={imports.jobs}>
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

function Job({ job, project }: { job: Export; project: Project }) {
  const { t } = useTranslation('manage');
  return (
    <li className={imports.job}>
      <div className={css.between}>
        <span className={imports.file}>
          <Icon name="file" size={16} />
          <strong>
            {job.filename || t(job.format === 'annotations' ? 'exports.annotations' : 'exports.trl')}
          </strong>
        </span>
        <span className={css.row}>
          <State state={job.state} title={t(`jobState.${job.state}`)} />
          <span className={css.small}>
            <When at={job.finished_at ?? job.created_at} />
          </span>
        </span>
      </div>
      <span className={css.small}>{formatWords(job, t)}</span>
      {isUnfinished(job) && (
        <div className={imports.running}>
          <JobBar
            job={job}
            label={t('exports.progress')}
            done={t('exports.read', { done: number(job.done), total: number(job.total) })}
          />
          <Cancel job={job} project={project} />
        </div>
      )}
      {job.error && <p className={imports.error}>{job.error}</p>}
      {job.state === 'done' && <Result job={job} />}
    </li>
  );
}

function formatWords(job: Export, t: ReturnType<typeof useTranslation<'manage'>>['t']): string {
  if (job.format === 'annotations') return t('exports.annotations');
  const rows = t(job.options.rows === 'annotators' ? 'exports.annotators' : 'exports.merged');
  return [t('exports.trl'), rows, job.options.question].filter(Boolean).join(' · ');
}

function Result({ job }: { job: Export }) {
  const { t } = useTranslation('manage');
  return (
    <div className={own.result}>
      <ul className={own.counts}>
        {countWords(job.counts, t).map((words) => (
          <li key={words}>{words}</li>
        ))}
        {job.size !== null && <li>{bytes(job.size)}</li>}
      </ul>
      <div className={css.row}>
        {job.sha256 && (
          <>
            <code className={own.sum} title={job.sha256}>
              sha256 {job.sha256.slice(0, 12)}…
            </code>
            <CopyButton text={job.sha256} name={t('exports.checksum')} />
          </>
        )}
        <Download job={job} />
      </div>
    </div>
  );
}

/** The link lives for minutes, so it is asked for when it is wanted. */
function Download({ job }: { job: Export }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const download = useMutation({
    mutationFn: () =>
      ask(
        api.GET('/api/v1/{organisation}/exports/{export_id}/download', {
          params: { path: { organisation, export_id: job.id } },
        }),
      ),
    onSuccess: ({ url }) => {
      Object.assign(document.createElement('a'), { href: url, download: job.filename }).click();
    },
    onError: toastError,
  });
  return (
    <Button size="small" busy={download.isPending} icon="download" onClick={() => download.mutate()}>
      {t('exports.download')}
    </Button>
  );
}

function Cancel({ job, project }: { job: Export; project: Project }) {
  const { t } = useTranslation(['manage', 'common']);
  const organisation = useSlug();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/{organisation}/exports/{export_id}/cancel', {
          params: { path: { organisation, export_id: job.id }, header: idempotent(`cancel-${job.id}`) },
        }),
      ),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: [organisation, 'project', project.id, 'exports'] }),
    onError: toastError,
  });
  return (
    <Button
      kind="default"
      size="small"
      busy={cancel.isPending}
      aria-label={t('exports.cancelOne')}
      onClick={() => cancel.mutate()}
    >
      {t('common:cancel')}
    </Button>
  );
}
