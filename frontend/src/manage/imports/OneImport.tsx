import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Icon, Notice, Panel } from '../../ui';
import { Query } from '../parts/Query';
import { useSlug } from '../queries';
import { isMoving, useImport } from './calls';
import { HowFar } from './HowFar';
import own from './imports.module.css';
import { Lost } from './Lost';
import { Counts, useNewItems } from './PastImports';
import { Problems } from './Problems';
import { Review } from './Review';
import type { Import } from './types';

type Props = { project: Project; id: string; onClose: () => void };

/** One import from its first byte to its items: what is read, what would come in, what came in. */
export function OneImport({ project, id, onClose }: Props) {
  const { t } = useTranslation('data');
  const one = useImport(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = one.data?.filename;
  useEffect(() => {
    // The page has changed under the button that opened it.
    if (name) heading.current?.focus({ preventScroll: true });
  }, [name]);
  return (
    <>
      <div className={own.top}>
        <Button kind="default" size="small" icon="arrowLeft" onClick={onClose}>
          {t('imports.all')}
        </Button>
        <h2 ref={heading} tabIndex={-1}>
          {name ?? ''}
        </h2>
      </div>
      <Query of={one}>{(job) => <Stage job={job} project={project} />}</Query>
    </>
  );
}

function Stage({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation('data');
  const moving = isMoving(job);
  useNewItems(project, moving);
  if (moving)
    return (
      <Panel title={t(job.stage === 'committing' ? 'imports.addingNow' : 'imports.readingNow')}>
        <HowFar job={job} project={project} />
        <p className={own.stay}>{t('imports.goOn')}</p>
      </Panel>
    );
  if (job.state === 'waiting') return <Review job={job} project={project} />;
  return <Result job={job} project={project} />;
}

/** How it ended. */
function Result({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation('data');
  const slug = useSlug();
  const { state, created, updated } = job;
  return (
    <>
      <Panel
        title={t(`imports.ended.${state === 'done' ? 'done' : state === 'failed' ? 'failed' : 'cancelled'}`)}
      >
        <div className={own.result}>
          {job.error && <Notice kind="bad">{job.error}</Notice>}
          {job.stage !== 'reading' && <Counts job={job} />}
          {created + updated > 0 && (
            <Link className={own.see} to={`/${slug}/projects/${project.id}/items`}>
              {t('imports.see')} <Icon name="arrowRight" size={15} />
            </Link>
          )}
        </div>
      </Panel>
      <Lost lost={job.lost} />
      {job.problem_count > 0 && <Problems job={job} />}
    </>
  );
}
