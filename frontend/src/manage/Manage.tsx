import '@mantine/core/styles.layer.css';
import { useTranslation } from 'react-i18next';
import { i18n } from '../i18n';
import en from '../i18n/locales/en/manage.json';
import { EmptyState } from '../ui/States';

i18n.addResourceBundle('en', 'manage', en);

/** The pages of owners, managers, reviewers and clients: /<organisation>/projects, members, clients, tokens. */
export default function Manage() {
  const { t } = useTranslation('manage');
  return (
    <main id="main">
      <EmptyState icon="folder" title={t('comingTitle')}>
        {t('comingHelp')}
      </EmptyState>
    </main>
  );
}
