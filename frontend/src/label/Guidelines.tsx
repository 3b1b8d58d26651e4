import { useTranslation } from '../i18n';
import { MarkdownText } from '../text/MarkdownText';
import { Icon } from '../ui/Icon';
import css from './Guidelines.module.css';

/** The project's guidelines beside the item: one can read and answer at the same time. */
export default function Guidelines({ source, onClose }: { source: string; onClose: () => void }) {
  const { t } = useTranslation('label');
  return (
    <aside className={css.drawer} aria-label={t('guidelines.title')}>
      <header className={css.head}>
        <h2>{t('guidelines.title')}</h2>
        <button
          type="button"
          className={css.close}
          onClick={onClose}
          aria-label={t('close', { ns: 'common' })}
        >
          <kbd aria-hidden>G</kbd>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className={css.body} data-scrolls="" tabIndex={0} aria-label={t('guidelines.title')}>
        {source.trim() ? (
          <MarkdownText source={source} />
        ) : (
          <p className={css.none}>{t('guidelines.none')}</p>
        )}
      </section>
    </aside>
  );
}
