import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { bytes } from '../../i18n/format';
import { Button } from '../../ui';
import { JobBar } from '../parts/JobBar';
import { useCancelImport } from './calls';
import own from './imports.module.css';
import type { Import } from './types';

/** How far reading or adding has come, and a way to stop it. */
export function HowFar({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation(['data', 'common']);
  const cancel = useCancelImport(project.id);
  const { stage, done, total, filename } = job;
  const adding = stage === 'committing';
  const far = total === 0 ? '' : t('imports.readSoFar', { done: bytes(done), total: bytes(total) });
  return (
    <div className={own.running}>
      <JobBar
        job={job}
        label={t(adding ? 'imports.adding' : 'imports.reading', { name: filename })}
        done={far}
      />
      <Button
        kind="default"
        size="small"
        busy={cancel.isPending}
        aria-label={t('imports.cancelOne', { name: filename })}
        onClick={() => cancel.mutate(job.id)}
      >
        {t('common:cancel')}
      </Button>
    </div>
  );
}
