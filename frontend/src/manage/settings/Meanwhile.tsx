import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, Notice, toastError } from '../../ui';
import css from '../parts/parts.module.css';
import { useSlug } from '../queries';

/** Somebody else saved first. Take theirs, or put mine over it on purpose. */
export function Meanwhile(props: { project: string; onTheirs: () => void; onMine: (etag: string) => void }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const load = async (then: (etag: string) => void): Promise<void> => {
    setBusy(true);
    try {
      const queryKey = [organisation, 'project', props.project];
      const newest = await ask(
        api.GET('/api/v1/{organisation}/projects/{project_id}', {
          params: { path: { organisation, project_id: props.project } },
        }),
      );
      queries.setQueryData(queryKey, newest);
      await queries.refetchQueries({ queryKey: [...queryKey, 'form'] });
      then(newest.etag);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Notice
      kind="warn"
      action={
        <div className={css.row}>
          <Button size="small" kind="default" busy={busy} onClick={() => void load(props.onTheirs)}>
            {t('settings.loadTheirs')}
          </Button>
          <Button size="small" kind="default" busy={busy} onClick={() => void load(props.onMine)}>
            {t('settings.keepMine')}
          </Button>
        </div>
      }
    >
      <strong>{t('settings.changedMeanwhile')}</strong> {t('settings.changedHelp')}
    </Notice>
  );
}
