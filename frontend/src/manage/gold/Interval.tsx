import { useTranslation } from '../../i18n';
import { number, percent } from '../../i18n/format';
import css from './gold.module.css';
import type { Figure } from './types';

const WIDTH = 200;
const MIDDLE = 10;
const x = (share: number): number => Math.max(0, Math.min(1, share)) * WIDTH;

/** A share as a bar, with its Wilson interval as whiskers, and the mark that is asked for. */
export function Interval({ figure, target }: { figure: Figure; target?: number | undefined }) {
  const { t } = useTranslation('workflow');
  const { score, low, high } = figure;
  if (score === null) return <span className={css.none}>{t('gold.noScore')}</span>;
  return (
    <span className={css.interval}>
      {/* The figures beside it say the same in words. */}
      <svg viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
        <rect className={css.track} x={0} y={MIDDLE - 5} width={WIDTH} height={10} rx={3} />
        <rect
          className={css.share}
          data-low={(target !== undefined && score < target) || undefined}
          x={0}
          y={MIDDLE - 5}
          width={x(score)}
          height={10}
          rx={3}
        />
        {target !== undefined && <path className={css.target} d={`M${x(target)} 0v20`} />}
        {low !== null && high !== null && (
          <path
            className={css.whisker}
            d={`M${x(low)} ${MIDDLE - 4}v8M${x(low)} ${MIDDLE}H${x(high)}M${x(high)} ${MIDDLE - 4}v8`}
          />
        )}
      </svg>
    </span>
  );
}

/** "83 %", and how sure that is: "55–95 %". */
export function FigureWords({ figure }: { figure: Figure }) {
  const { t } = useTranslation('workflow');
  const { score, low, high, n } = figure;
  if (score === null) return <span className={css.none}>{t('gold.noScore')}</span>;
  return (
    <span className={css.words}>
      <strong>{percent(score)}</strong>
      {low !== null && high !== null && (
        <span>{t('gold.between', { low: number(low * 100), high: percent(high) })}</span>
      )}
      <span>{t('gold.of', { count: n })}</span>
    </span>
  );
}
