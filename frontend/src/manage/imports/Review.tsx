import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, Icon } from '../../ui';
import type { DataWords } from '../dataWords';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { useProjectForm } from '../queries';
import { useCancelImport, useCommit, useMap } from './calls';
import { FileAnswers } from './FileAnswers';
import { FirstRows } from './FirstRows';
import own from './imports.module.css';
import { Lost } from './Lost';
import { contested, decidedOf, differs } from './mapping';
import { Problems } from './Problems';
import { Reading } from './Reading';
import type { Import } from './types';

/** What would come in, before anything does: how the file is read, its first rows as items, and what would be lost. */
export function Review({ job, project }: { job: Import; project: Project }) {
  const { t } = useTranslation('data');
  const form = useProjectForm(project.id).data?.form;
  const [decided, setDecided] = useState(() => decidedOf(job));
  const [adopt, setAdopt] = useState(false);
  const map = useMap(project.id);
  const commit = useCommit(project.id);
  const cancel = useCancelImport(project.id);
  const changed = differs(job, decided);
  const twice = contested(job.columns, decided.mapping);
  const comes = job.created + job.updated;
  const again = (): void =>
    map.mutate({
      id: job.id,
      given: { ...(decided.format ? { format: decided.format } : {}), mapping: decided.mapping },
    });
  return (
    <>
      <Figures job={job} />
      <Reading
        job={job}
        form={form}
        decided={decided}
        twice={twice}
        onChange={(change) => setDecided((before) => ({ ...before, ...change }))}
      />
      <FileAnswers
        job={job}
        form={form}
        mapping={decided.mapping}
        adopt={adopt}
        onAdopt={setAdopt}
        onChange={(mapping) => setDecided((before) => ({ ...before, mapping }))}
      />
      <FirstRows job={job} form={adopt && job.form ? job.form : form} />
      <Lost lost={job.lost} />
      {job.problem_count > 0 && <Problems job={job} />}
      <div className={own.commit} role="region" aria-label={t('imports.decide')}>
        <Problem error={map.error ?? commit.error} />
        <div className={css.row}>
          {changed ? (
            <>
              <span className={own.grow}>{t('imports.changed')}</span>
              <Button kind="default" onClick={() => setDecided(decidedOf(job))}>
                {t('imports.asBefore')}
              </Button>
              <Button icon="refresh" busy={map.isPending} disabled={twice.length > 0} onClick={again}>
                {t('imports.readAgain')}
              </Button>
            </>
          ) : (
            <>
              <span className={own.grow}>{t('imports.nothingYet')}</span>
              <Button kind="default" busy={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
                {t('imports.discard')}
              </Button>
              <Button
                icon="check"
                busy={commit.isPending}
                disabled={comes === 0}
                onClick={() => commit.mutate({ id: job.id, given: adopt ? { adopt_form: true } : {} })}
              >
                {addWords(job, t)}
              </Button>
            </>
          )}
        </div>
      </div>
    </>
  );
}

/** What the button does, in words: "Add 1,100 and update 62". */
function addWords({ created, updated }: Import, t: DataWords): string {
  if (created + updated === 0) return t('imports.nothingToAdd');
  if (updated === 0) return t('imports.add', { count: created });
  return created === 0
    ? t('imports.update', { count: updated })
    : t('imports.addAndUpdate', { created: number(created), updated: number(updated) });
}

/** How many items the file would make, change and leave. */
function Figures({ job }: { job: Import }) {
  const { t } = useTranslation('data');
  const figures = [
    ['created', job.created, 'plus'],
    ['updated', job.updated, 'pencil'],
    ['skipped', job.skipped, 'check'],
    ['refused', job.problem_count, 'alert'],
  ] as const;
  const { found, ready, refused } = job.pictures;
  return (
    <ul className={own.figures}>
      {figures.map(([name, count, icon]) => (
        <li key={name} data-name={name} data-none={count === 0 || undefined}>
          <strong>
            <Icon name={icon} size={16} /> {number(count)}
          </strong>
          <span>{t(`imports.would.${name}`)}</span>
        </li>
      ))}
      {found > 0 && (
        <li>
          <strong>
            <Icon name="image" size={16} /> {number(found)}
          </strong>
          <span>
            {refused > 0
              ? t('imports.picturesRefused', { refused })
              : ready < found
                ? t('imports.picturesComing', { ready: number(ready) })
                : t('imports.pictures')}
          </span>
        </li>
      )}
    </ul>
  );
}
