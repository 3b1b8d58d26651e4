import { Link } from 'wouter';
import { useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { sectionsFor } from '../access';
import { useSlug } from '../queries';
import css from './standing.module.css';

/** Leads to the very items in which something was seen: one by one, or all of them in the item browser. */
export function ItemLinks({ project, items }: { project: string; items: readonly string[] }) {
  const { t } = useTranslation('standing');
  const slug = useSlug();
  const opens = sectionsFor(useSession().organisation.role).includes('items');
  if (items.length === 0 || !opens) return null;
  const browser = `/${slug}/projects/${project}/items?ids=${items.join()}`;
  return (
    <p className={css.items}>
      <span>{t('seenIn')}</span>
      {items.map((item, index) => (
        <Link key={item} to={`${browser}&item=${item}`} aria-label={t('item', { count: index + 1 })}>
          {index + 1}
        </Link>
      ))}
      {items.length > 1 && <Link to={browser}>{t('allItems')}</Link>}
    </p>
  );
}
