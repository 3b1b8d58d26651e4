import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { number } from '../../i18n/format';
import { Button, Icon } from '../../ui';
import browse from '../items/browse/browse.module.css';
import { reasonWords } from '../items/browse/report';
import { Modal } from '../parts/Modal';
import shared from '../parts/parts.module.css';
import { useSlug } from '../queries';
import type { Made } from './types';

/** How many items were made, where they are, and why there are not more. */
export function MadeReport(props: { made: Made; into: { id: string; name: string }; onClose: () => void }) {
  const { t } = useTranslation(['items', 'common']);
  const slug = useSlug();
  const { made, into, onClose } = props;
  const { created, updated, unchanged, skipped, detail } = made;
  return (
    <Modal title={t(created + updated > 0 ? 'report.title' : 'report.nothing')} onClose={onClose}>
      <div className={shared.stack}>
        <p className={browse.told} data-none={created + updated === 0 || undefined}>
          <Icon name={created + updated > 0 ? 'check' : 'alert'} size={20} />
          {t('made.created', { count: created, project: into.name })}
        </p>
        {updated > 0 && <p>{t('made.updated', { count: updated })}</p>}
        {unchanged > 0 && <p>{t('made.unchanged', { count: unchanged })}</p>}
        {skipped.length > 0 && (
          <section>
            <h3>{t('made.skipped')}</h3>
            <ul className={browse.skipped}>
              {skipped.map(({ because, count }) => (
                <li key={because}>
                  <strong>{number(count)}</strong> {reasonWords(because, t)}
                </li>
              ))}
            </ul>
            {detail && <p className={shared.small}>{t('made.first', { detail })}</p>}
          </section>
        )}
        <div className={shared.foot}>
          <Link to={`/${slug}/projects/${into.id}/items`}>{t('made.see', { project: into.name })}</Link>
          <Button data-autofocus onClick={onClose}>
            {t('common:close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
