import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { reasonText } from '../parts/reason';
import { Dot } from './Dot';
import { figureOf, intervalText, markOf, SCALES, valueText } from './figures';
import css from './standing.module.css';
import type { Figure, FigureName, PersonRow } from './types';

/** One figure of a row: how much, how sure, and out of how many. */
export function FigureCell(props: { row: PersonRow; name: FigureName; question: string }) {
  const figure = figureOf(props.row, props.name, props.question);
  if (!figure || figure.value === null)
    return (
      <span className={css.none} title={reasonText(figure?.reason) || undefined}>
        –
      </span>
    );
  return <FigureBar figure={{ ...figure, value: figure.value }} />;
}

export function FigureBar({ figure }: { figure: Figure & { value: number } }) {
  const { t } = useTranslation('standing');
  const { from, to } = SCALES[figure.figure];
  const mark = markOf(figure);
  const interval = intervalText(figure, t);
  return (
    <span className={css.figure} data-out={figure.stands_out || undefined}>
      {to > from && (
        <Dot
          axis={{ from, to }}
          value={figure.value}
          low={figure.low}
          high={figure.high}
          marks={mark === undefined ? [] : [mark]}
          tone={figure.stands_out ? 'bad' : undefined}
        />
      )}
      <span className={css.words}>
        <strong>{valueText(figure.figure, figure.value, t)}</strong>
        <span>{t('of', { count: number(figure.n) })}</span>
        {interval && <span className={css.interval}>{interval}</span>}
      </span>
    </span>
  );
}
