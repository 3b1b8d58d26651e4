import { NativeSelect } from '@mantine/core';
import { useTranslation } from '../../i18n';

const DAYS = { week: 7, month: 30, quarter: 90 } as const;
const PERIODS = ['', 'week', 'month', 'quarter'] as const;
type Period = keyof typeof DAYS;
const isPeriod = (text: string): text is Period => Object.hasOwn(DAYS, text);

/** When a period began: the beginning of a day, so that what is asked stays the same while the page is read. */
export function since(period: string, now: number = Date.now()): string {
  if (!isPeriod(period)) return '';
  return `${new Date(now - DAYS[period] * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
}

export function PeriodSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('standing');
  return (
    <NativeSelect
      aria-label={t('period.label')}
      value={isPeriod(value) ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={PERIODS.map((each) => ({ value: each, label: t(`period.${each || 'all'}`) }))}
    />
  );
}
