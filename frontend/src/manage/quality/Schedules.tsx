import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { i18n, useTranslation } from '../../i18n';
import { dateTime } from '../../i18n/format';
import { Button, Panel } from '../../ui';
import { Modal } from '../parts/Modal';
import { Problem } from '../parts/Problem';
import css from '../parts/parts.module.css';
import { RowButton } from '../parts/RowButton';
import { Table } from '../parts/Table';
import { Toggle } from '../parts/Toggle';
import { type Of, useAddSchedule, useChangeSchedule, useRemoveSchedule, useReportSchedules } from './calls';
import { People } from './NewReport';
import own from './quality.module.css';
import type { NewSchedule, Schedule } from './types';

const DAYS = [0, 1, 2, 3, 4, 5, 6];

/** Reports that are made by themselves, every week. */
export function Schedules({ of }: { of: Of }) {
  const { t } = useTranslation(['quality', 'manage']);
  const schedules = useReportSchedules(of).data ?? [];
  const change = useChangeSchedule(of);
  const remove = useRemoveSchedule(of);
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title={t('schedule.title')}
      help={t('schedule.help')}
      flush={schedules.length > 0}
      actions={
        <Button kind="default" icon="clock" onClick={() => setAdding(true)}>
          {t('schedule.new')}
        </Button>
      }
    >
      {schedules.length === 0 ? (
        <p className={css.dim}>{t('schedule.none')}</p>
      ) : (
        <Table
          caption={t('schedule.title')}
          rows={schedules}
          rowKey={({ id }) => id}
          columns={[
            { title: t('schedule.when'), main: true, cell: (each) => whenWords(each, t) },
            {
              title: t('schedule.people'),
              cell: ({ people }) => t(people === 'names' ? 'scope.names' : 'scope.pseudonyms'),
            },
            { title: t('schedule.covers'), cell: ({ covers }) => t(`schedule.${covers}`) },
            {
              title: t('schedule.next'),
              cell: ({ next_at, active }) => (
                <span className={css.small}>
                  {active !== false && next_at ? dateTime(next_at) : t('schedule.paused')}
                </span>
              ),
            },
            {
              title: t('schedule.active'),
              cell: (each) => (
                <Toggle
                  aria-label={t('schedule.activeOne', { when: whenWords(each, t) })}
                  checked={each.active !== false}
                  onChange={(event) => change.mutate({ id: each.id, active: event.currentTarget.checked })}
                />
              ),
            },
            {
              title: t('manage:actions'),
              actions: true,
              cell: (each) => (
                <RowButton
                  label={t('schedule.removeOne', { when: whenWords(each, t) })}
                  busy={remove.isPending && remove.variables === each.id}
                  onClick={() => remove.mutate(each.id)}
                >
                  {t('schedule.remove')}
                </RowButton>
              ),
            },
          ]}
        />
      )}
      <Problem error={remove.error} />
      {adding && <NewWeekly of={of} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

type Words = ReturnType<typeof useTranslation<'quality'>>['t'];
const whenWords = ({ weekday, hour }: Pick<Schedule, 'weekday' | 'hour'>, t: Words): string =>
  t('schedule.weekly', { day: dayName(weekday), hour: hourText(hour) });
const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00 UTC`;
/** 0 is Monday; the first of January 2024 was one. */
const dayName = (weekday: number): string =>
  new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + weekday),
  );

function NewWeekly({ of, onClose }: { of: Of; onClose: () => void }) {
  const { t } = useTranslation(['quality', 'common']);
  const [schedule, setSchedule] = useState<NewSchedule>({
    every: 'week',
    weekday: 0,
    hour: 6,
    people: 'names',
    covers: 'everything',
  });
  const add = useAddSchedule(of);
  const set = (change: Partial<NewSchedule>): void => setSchedule((before) => ({ ...before, ...change }));
  return (
    <Modal title={t('schedule.new')} onClose={onClose}>
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(schedule, { onSuccess: onClose });
        }}
      >
        <div className={own.when}>
          <NativeSelect
            label={t('schedule.day')}
            value={String(schedule.weekday)}
            onChange={(event) => set({ weekday: Number(event.currentTarget.value) })}
            data={DAYS.map((day) => ({ value: String(day), label: dayName(day) }))}
          />
          <NativeSelect
            label={t('schedule.hour')}
            value={String(schedule.hour)}
            onChange={(event) => set({ hour: Number(event.currentTarget.value) })}
            data={Array.from({ length: 24 }, (_, hour) => ({
              value: String(hour),
              label: hourText(hour),
            }))}
          />
        </div>
        <NativeSelect
          label={t('schedule.covers')}
          value={schedule.covers}
          onChange={(event) => set({ covers: event.currentTarget.value === 'week' ? 'week' : 'everything' })}
          data={(['everything', 'week'] as const).map((covers) => ({
            value: covers,
            label: t(`schedule.${covers}`),
          }))}
        />
        <People value={schedule.people} onChange={(people) => set({ people })} />
        <Problem error={add.error} />
        <div className={css.foot}>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" busy={add.isPending}>
            {t('schedule.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
