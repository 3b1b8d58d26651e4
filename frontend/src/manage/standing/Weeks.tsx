import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import { itemsOf, useItemsAddress } from '../quality/drill';
import { Lines } from './Lines';
import { daysOf, stepWords } from './steps';
import type { Week } from './types';

const KINDS = ['gold', 'agreement'] as const;

/** How somebody's gold score and agreement went, week by week, each week leading to what they answered in it. */
export function Weeks(props: { weeks: readonly Week[]; project: string; member: string; since: string }) {
  const { t } = useTranslation('standing');
  const { weeks, project, member, since } = props;
  const address = useItemsAddress(project);
  const shown = KINDS.filter((kind) => weeks.some((week) => week[kind] !== null));
  if (weeks.length < 2 || shown.length === 0) return null;
  const names = stepWords(
    weeks.map(({ week }) => week),
    'week',
  );
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
        steps={weeks.map(({ week, n }, index) => ({ id: week, title: `${names[index]} (${number(n)})` }))}
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
        // Both lines are made of the same items, so only the week leads to them.
        address={({ id }, line) =>
          line ? null : address({ ...itemsOf(member), answered: daysOf(id, 'week', since) })
        }
      />
    </section>
  );
}

const percentOrDash = (share: number | null | undefined): string => (share == null ? '–' : percent(share));
