import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { dateTime } from '../../i18n/format';
import { Button, Panel, toast } from '../../ui';
import { useBuckets } from '../buckets/calls';
import { Confirm } from '../parts/Confirm';
import css from '../parts/parts.module.css';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { Toggle } from '../parts/Toggle';
import { useChangeSchedule, useExportFormats, useRemoveSchedule, useSchedules } from './calls';
import type { Schedule } from './types';
import { formatTitle } from './words';

/** Files that are made again and again, by themselves. */
export function Schedules({ project, onNew }: { project: Project; onNew: () => void }) {
  const { t } = useTranslation('data');
  const schedules = useSchedules(project.id).data ?? [];
  const formats = useExportFormats(project.id).data ?? [];
  const buckets = useBuckets(project.client.id, schedules.length > 0).data ?? [];
  const change = useChangeSchedule(project.id);
  const [removing, setRemoving] = useState<Schedule | null>(null);
  const titleOf = ({ format }: Schedule): string =>
    formatTitle(format, formats.find(({ name }) => name === format)?.title ?? format, t);
  if (schedules.length === 0) return null;
  return (
    <Panel
      title={t('exports.schedules')}
      help={t('exports.schedulesHelp')}
      flush
      actions={
        <Button kind="default" icon="plus" onClick={onNew}>
          {t('exports.newSchedule')}
        </Button>
      }
    >
      <Table
        caption={t('exports.schedules')}
        rows={schedules}
        rowKey={({ id }) => id}
        columns={[
          { title: t('exports.format'), main: true, cell: titleOf },
          {
            title: t('exports.when'),
            cell: ({ every, hour }) =>
              t('exports.at', {
                every: t(`exports.every.${every}`),
                hour: `${String(hour).padStart(2, '0')}:00 UTC`,
              }),
          },
          {
            title: t('exports.goesTo'),
            cell: ({ bucket_id }) => buckets.find(({ id }) => id === bucket_id)?.name ?? t('exports.stays'),
          },
          {
            title: t('exports.next'),
            cell: ({ next_at, active }) => (
              <span className={css.small}>{active && next_at ? dateTime(next_at) : t('exports.paused')}</span>
            ),
          },
          {
            title: t('exports.active'),
            cell: (schedule) => (
              <Toggle
                aria-label={t('exports.activeOne', { name: titleOf(schedule) })}
                checked={schedule.active}
                onChange={(event) => change.mutate({ id: schedule.id, active: event.currentTarget.checked })}
              />
            ),
          },
          {
            title: t('manage:actions'),
            actions: true,
            cell: (schedule) => (
              <RowButton
                label={t('exports.removeOne', { name: titleOf(schedule) })}
                onClick={() => setRemoving(schedule)}
              >
                {t('exports.remove')}
              </RowButton>
            ),
          },
        ]}
      />
      {removing && (
        <Remove
          project={project}
          schedule={removing}
          title={titleOf(removing)}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}

function Remove(props: { project: Project; schedule: Schedule; title: string; onClose: () => void }) {
  const { t } = useTranslation('data');
  const remove = useRemoveSchedule(props.project.id);
  return (
    <Confirm
      title={t('exports.removeOne', { name: props.title })}
      action={t('exports.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(props.schedule.id, {
          onSuccess: () => {
            toast(t('exports.removed'));
            props.onClose();
          },
        })
      }
      onClose={props.onClose}
    >
      {t('exports.removeHelp')}
    </Confirm>
  );
}
