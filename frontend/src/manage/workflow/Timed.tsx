import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from '../../i18n';
import { Panel } from '../../ui';
import { dayOf, endOf } from './days';
import type { Block, Timing } from './fields';
import own from './workflow.module.css';

const PRIORITIES = [10, 5, 0, -5, -10] as const;

/** Which project comes first for people who work in several, and by when it should be done. */
export function Timed({ at, schedule, plan }: Block & Timing) {
  const { t } = useTranslation('workflow');
  const { priority, due_at } = schedule;
  const listed = (PRIORITIES as readonly number[]).includes(priority);
  return (
    <Panel title={t('timed.title')} help={t('timed.help')}>
      <div className={own.fields}>
        <NativeSelect
          label={t('timed.priority')}
          description={t('timed.priorityHelp')}
          value={String(priority)}
          error={at('/priority')}
          onChange={(event) => plan({ priority: Number(event.currentTarget.value) })}
          data={[
            ...PRIORITIES.map((value) => ({ value: String(value), label: t(`priority.${value}`) })),
            ...(listed ? [] : [{ value: String(priority), label: String(priority) }]),
          ]}
        />
        <TextInput
          type="date"
          label={t('timed.due')}
          description={t('timed.dueHelp')}
          value={due_at ? dayOf(due_at) : ''}
          error={at('/due_at')}
          onChange={(event) => plan({ due_at: endOf(event.currentTarget.value) })}
        />
      </div>
    </Panel>
  );
}
