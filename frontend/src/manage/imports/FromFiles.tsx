import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Project } from '../../api';
import { idempotent } from '../../api';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { DropZone } from '../parts/DropZone';
import css from '../parts/parts.module.css';
import { Unfinished } from '../uploads/UnfinishedList';
import { UploadList } from '../uploads/UploadList';
import { type Finish, startUploads, type Target, useUploads } from '../uploads/uploads';
import { readFirst, useImportFormats } from './calls';
import type { Import } from './types';

const ENDINGS = '.json,.jsonl,.csv,.tsv,.xlsx,.parquet,.zip,.xml,.txt,.md,.conll,.bio';

/** Files of any format that is understood; each becomes an import of its own once it has arrived. */
export function FromFiles(props: { project: Project; onBegun: (begun: Import) => void }) {
  const { t } = useTranslation('data');
  const { me, organisation } = useSession();
  const formats = useImportFormats().data;
  const target: Target = {
    user: me.user.id,
    organisation: organisation.slug,
    project: props.project.id,
    purpose: 'data',
  };
  const uploads = useUploads(target.project, 'data');
  const finish = useFinish(target, uploads.length, props.onBegun);
  const start = (files: File[]): void => startUploads(target, files, finish);
  return (
    <div className={css.stack}>
      <DropZone
        title={t('imports.drop')}
        help={
          formats ? t('imports.dropHelp', { formats: formats.map(({ title }) => title).join(', ') }) : null
        }
        accept={ENDINGS}
        multiple
        onFiles={start}
      />
      <Unfinished target={target} uploads={uploads} onFile={(file) => start([file])} />
      <UploadList uploads={uploads.filter(({ progress }) => progress.phase !== 'done')} />
    </div>
  );
}

/** A file that has arrived is read; where it is the only one and somebody waits for it, they are shown what it holds. */
function useFinish(target: Target, count: number, onBegun: (begun: Import) => void): Finish {
  const queries = useQueryClient();
  const here = useRef<{ count: number; onBegun: (begun: Import) => void } | null>(null);
  useEffect(() => {
    here.current = { count, onBegun };
    return () => {
      here.current = null;
    };
  });
  return async ({ id }, key, signal) => {
    const begun = await readFirst(target, { asset_id: id }, idempotent(key), signal);
    await queries.invalidateQueries({
      queryKey: [target.organisation, 'project', target.project, 'imports'],
    });
    if (here.current && here.current.count <= 1) here.current.onBegun(begun);
  };
}
