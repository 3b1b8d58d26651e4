import { useTranslation } from 'react-i18next';
import { Page } from '../ui/Page';
import { Loading } from '../ui/States';

export default function Work() {
  const { t } = useTranslation('label');
  return (
    <Page title={t('title')}>
      <Loading />
    </Page>
  );
}
