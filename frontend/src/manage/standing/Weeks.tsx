import { i18n, useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { Lines } from './Lines';
import type { Week } from './types';

const KINDS = ['gold', 'agreement'] as const;

/** How somebody's gold score and agreement went, week by week. */
export function Weeks({ weeks }: { weeks: readonly Week[] }) {
  const { t } = useTranslation('standing');
  const shown = KINDS.filter((kind) => weeks.some((week) => week[kind] !== null));
  if (weeks.length < 2 || shown.length === 0) return null;
  const first = weeks[0];
  const last = weeks.at(-1);
  return (
    <section>
      <h3>{t('weeks.title')}</h3>
      <Lines
        caption={t('weeks.title')}
        label={t('weeks.label', {
          count: weeks.length,
          what: shown
            .map((kind) =>
              t('weeks.from', {
                figure: t(`figure.${kind}.title`),
                first: percentOrDash(first?.[kind]),
                last: percentOrDash(last?.[kind]),
              }),
            )
            .join('; '),
        })}
        steps={weeks.map(({ week, n }) => `${weekWords(week)} (${number(n)})`)}
        stepTitle={t('weeks.step')}
        lines={shown.map((kind) => ({
          id: kind,
          title: t(`figure.${kind}.title`),
          points: weeks.map((week) => {
            const value = week[kind];
            return value === null ? null : { value, low: null, high: null };
          }),
        }))}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        text={(value) => percent(value)}
        reading={({ value }) => percent(value)}
      />
    </section>
  );
}

const percentOrDash = (share: number | null | undefined): string => (share == null ? '–' : percent(share));

export const weekWords = (day: string): string =>
  new Intl.DateTimeFormat(i18n.language, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(day),
  );
