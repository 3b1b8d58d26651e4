import { i18n, useTranslation } from '../../i18n';
import { Lines, LOOKS } from '../standing/Lines';
import { weekWords } from '../standing/Weeks';
import { endsOf, intervalText, strengthText, strengthTicks } from './judge';
import type { ModelQuestion, Step } from './types';

/** How strong the strongest models were in each week or month, by what people said then. */
export function OverTime({ question, title, by }: { question: ModelQuestion; title: string; by: Step }) {
  const { t } = useTranslation('standing');
  const { over_time, leaderboard } = question;
  const models = leaderboard.slice(0, LOOKS).map(({ model }) => model);
  if (over_time.length < 2 || models.length === 0) return null;
  const shown = over_time.flatMap((period) => period.models.filter(({ model }) => models.includes(model)));
  return (
    <section>
      <h3>{t('time.title')}</h3>
      <Lines
        caption={t('time.caption', { question: title })}
        label={t('time.label', { count: over_time.length, models: models.join(', ') })}
        steps={over_time.map(({ from }) => (by === 'week' ? weekWords(from) : monthWords(from)))}
        stepTitle={t(`by.${by}`)}
        lines={models.map((model) => ({
          id: model,
          title: model,
          points: over_time.map(({ models }) => {
            const found = models.find((each) => each.model === model);
            return found ? { value: found.strength, low: found.low, high: found.high } : null;
          }),
        }))}
        ticks={strengthTicks(endsOf(shown))}
        text={strengthText}
        reading={({ value, low, high }) => `${strengthText(value)} (${intervalText(low, high, t)})`}
      />
    </section>
  );
}

const monthWords = (day: string): string =>
  new Intl.DateTimeFormat(i18n.language, { timeZone: 'UTC', month: 'short', year: '2-digit' }).format(
    new Date(day),
  );
