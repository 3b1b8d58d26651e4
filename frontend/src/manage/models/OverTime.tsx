import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { ofModels, useItemsAddress } from '../quality/drill';
import { Lines, LOOKS, type Reading } from '../standing/Lines';
import { daysOf, stepWords } from '../standing/steps';
import type { Words } from '../standing/words';
import { intervalText, strengthText, strengthTicks, ticksOver } from './judge';
import css from './models.module.css';
import type { ModelQuestion, Step } from './types';

type Period = ModelQuestion['over_time'][number];
type Values = readonly (number | null)[];
/** What is drawn of the models, and how it is written. */
type Drawn = {
  what: 'strength' | 'mean';
  of: (question: ModelQuestion) => readonly { model: string }[];
  readings: (period: Period) => readonly (Reading & { model: string })[];
  ticks: (values: Values) => number[];
  text: (value: number) => string;
  interval: (low: number | null, high: number | null, t: Words) => string;
};

const STRENGTHS: Drawn = {
  what: 'strength',
  of: ({ leaderboard }) => leaderboard,
  readings: ({ models }) => models.map((each) => ({ ...each, value: each.strength })),
  ticks: strengthTicks,
  text: strengthText,
  interval: intervalText,
};
/** What people rated is told on their scale. */
const MEANS: Drawn = {
  what: 'mean',
  of: ({ means }) => means,
  readings: ({ means }) => means.map((each) => ({ ...each, value: each.mean })),
  ticks: ticksOver,
  text: (value) => number(value, 2),
  interval: (low, high, t) =>
    low === null || high === null ? '' : t('fromTo', { low: number(low, 2), high: number(high, 2) }),
};

/** How the best models did in each week or month, by what people said then. */
export function OverTime(props: {
  question: ModelQuestion;
  title: string;
  by: Step;
  project: string;
  since: string;
}) {
  const { t } = useTranslation('standing');
  const { question, title, by, project, since } = props;
  const address = useItemsAddress(project);
  const drawn = question.kind === 'rating' ? MEANS : STRENGTHS;
  const all = drawn.of(question);
  const models = all.slice(0, LOOKS).map(({ model }) => model);
  const periods = question.over_time.map(({ from }) => from);
  if (periods.length < 2 || models.length === 0) return null;
  const readings = question.over_time.map(drawn.readings);
  const lines = models.map((model) => ({
    id: model,
    title: model,
    points: readings.map((period) => period.find((each) => each.model === model) ?? null),
  }));
  const ends = lines.flatMap(({ points }) => points.flatMap((point) => point ?? []));
  const names = stepWords(periods, by);
  return (
    <section>
      <h3>{t('time.title')}</h3>
      {all.length > LOOKS && (
        <p className={css.note}>{t('time.first', { shown: LOOKS, all: number(all.length) })}</p>
      )}
      <Lines
        caption={t(`time.${drawn.what}.caption`, { question: title })}
        label={t(`time.${drawn.what}.label`, { count: periods.length, models: models.join(', ') })}
        steps={periods.map((id, index) => ({ id, title: names[index] ?? id }))}
        stepTitle={t(`by.${by}`)}
        lines={lines}
        ticks={drawn.ticks(ends.flatMap(({ value, low, high }) => [value, low, high]))}
        text={drawn.text}
        reading={({ value, low, high }) => {
          const interval = drawn.interval(low, high, t);
          return drawn.text(value) + (interval && ` (${interval})`);
        }}
        address={({ id }, line) =>
          address({ ...(line && ofModels(line.id)), answered: daysOf(id, by, since) })
        }
      />
    </section>
  );
}
