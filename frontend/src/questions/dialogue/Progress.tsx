import { useTranslation } from '../../i18n';
import { Icon } from '../../ui/Icon';
import css from './Dialogue.module.css';

/** "2 of at least 3 responses", then how many there are, then that no more fit. */
export function Progress(props: { what: 'responses' | 'turns'; count: number; least: number; most: number }) {
  const { t } = useTranslation('label');
  const { what, count, least, most } = props;
  const enough = count >= least;
  const words =
    count >= most && most > 1
      ? t(`dialogue.progress.${what}Most`, { count })
      : enough
        ? t(`dialogue.progress.${what}`, { count })
        : t(`dialogue.progress.${what}Of`, { have: count, count: least });
  return (
    <span className={css.progress} data-enough={enough || undefined}>
      {enough && <Icon name="check" size={13} />}
      {words}
    </span>
  );
}
