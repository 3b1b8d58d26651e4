import { useTranslation } from '../i18n';
import { percent } from '../i18n/format';
import css from './compare.module.css';

/** How alike the answers to a question are; colour, bar and words say the same. */
export function Agreement({ value }: { value: number | null }) {
  const { t } = useTranslation('review');
  if (value === null) return null;
  const tone = value >= 0.8 ? 'good' : value >= 0.5 ? 'warn' : 'bad';
  return (
    <span className={css.agreement} data-tone={tone}>
      <span className={css.track} aria-hidden>
        <span style={{ width: `${Math.round(value * 100)}%` }} />
      </span>
      {t('compare.agreement', { share: percent(value) })}
    </span>
  );
}
