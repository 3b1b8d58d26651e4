import '../i18n/tools';
import { useTranslation } from '../i18n';
import css from './Options.module.css';

/** Digits that may still become a longer key. */
export default function TypedDigits({ digits }: { digits: string }) {
  const { t } = useTranslation('label');
  return (
    <output className={css.typed}>
      <kbd>{digits}</kbd> {t('choice.typed')}
    </output>
  );
}
