import type { CSSProperties } from 'react';
import { i18n, useTranslation } from '../../i18n';
import { Icon, Panel } from '../../ui';
import { along } from './days';
import { day, dueIs, forecastWords } from './forecast';
import css from './progress.module.css';
import type { Forecast } from './types';

/** When the work will be done, how sure that is, and what it means for the due date. */
export function ForecastPanel(props: {
  forecast: Forecast | null;
  due?: string | null | undefined;
  /** Nothing is left to do. */
  finished: boolean;
}) {
  const { t } = useTranslation('items');
  const { forecast, due, finished } = props;
  return (
    <Panel title={t('forecast.title')}>
      {finished ? (
        <p className={css.said} data-tone="good">
          <Icon name="check" size={18} />
          {t('forecast.finished')}
        </p>
      ) : forecast?.low ? (
        <Known forecast={forecast} due={due} />
      ) : (
        <p className={css.unknown}>{whyNot(forecast, t)}</p>
      )}
    </Panel>
  );
}

type Words = ReturnType<typeof useTranslation<'items'>>['t'];

function whyNot(forecast: Forecast | null, t: Words): string {
  const because = forecast?.because ?? '';
  return i18n.exists(`forecast.because_${because}`, { ns: 'items' })
    ? t(`forecast.because_${because as 'none'}`)
    : because || t('forecast.because_none');
}

function Known({ forecast, due }: { forecast: Forecast; due?: string | null | undefined }) {
  const { t } = useTranslation('items');
  const tone = due ? dueIs(forecast, due) : null;
  return (
    <>
      <p className={css.said}>
        {forecast.high
          ? t('forecast.done', { when: forecastWords(forecast, t) })
          : forecastWords(forecast, t)}
      </p>
      <p className={css.left}>
        {t('forecast.left', { count: forecast.remaining_places })}{' '}
        {forecast.done_by && t('forecast.likeliest', { day: day(forecast.done_by) })}
      </p>
      {forecast.high && <Track forecast={forecast} due={due} />}
      {due && tone && (
        <p className={css.due} data-tone={tone}>
          <Icon name={tone === 'early' ? 'check' : 'alert'} size={16} />
          {t(`forecast.${tone}`, { day: day(due) })}
        </p>
      )}
      {forecast.because && <p className={css.left}>{whyNot(forecast, t)}</p>}
    </>
  );
}

/** From today to the last day that matters: where the end probably lies, and when it should. */
function Track({
  forecast,
  due,
  now = Date.now(),
}: {
  forecast: Forecast;
  due?: string | null | undefined;
  now?: number;
}) {
  const { t } = useTranslation('items');
  const at = (moment: string | null | undefined): number => (moment ? Date.parse(moment) : now);
  const last = Math.max(at(forecast.high), at(due)) + 86_400_000;
  const x = (moment: string | null): string => `${along(at(moment), now, last) * 100}%`;
  const style = {
    '--low': x(forecast.low),
    '--high': x(forecast.high),
    '--best': x(forecast.done_by),
    '--due': due ? x(due) : '0%',
  } as CSSProperties;
  return (
    <div className={css.track} style={style} aria-hidden>
      <span className={css.range} />
      <span className={css.best} />
      {due && <span className={css.dueMark} title={t('forecast.due')} />}
      <span className={css.today}>{t('forecast.today')}</span>
    </div>
  );
}
