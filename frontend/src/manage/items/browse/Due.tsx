import { TextInput } from '@mantine/core';
import { useTranslation } from '../../../i18n';
import { Button } from '../../../ui';
import shared from '../../parts/parts.module.css';

/** A day as `<input type="date">` has it, to the last minute of that day where the manager is; empty is none. */
export const dueAt = (day: string): string | null => (day ? new Date(`${day}T23:59:59`).toISOString() : null);

/** A day so many days from now, as `<input type="date">` has it. */
export function dayIn(days: number, now: Date = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

const SOON = [
  { name: 'today', days: 0 },
  { name: 'tomorrow', days: 1 },
  { name: 'week', days: 7 },
] as const;

/** By which day; none takes the due date away. */
export function Due({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const { t } = useTranslation('items');
  return (
    <>
      <TextInput
        type="date"
        label={t('bulk.dueDay')}
        description={t('bulk.dueHelp')}
        data-autofocus
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={shared.row}>
        {SOON.map(({ name, days }) => (
          <Button key={name} kind="default" size="small" onClick={() => onChange(dayIn(days))}>
            {t(`bulk.${name}`)}
          </Button>
        ))}
        {value && (
          <Button kind="default" size="small" onClick={() => onChange('')}>
            {t('bulk.noDue')}
          </Button>
        )}
      </div>
    </>
  );
}
