import { useTranslation } from '../../../../i18n';
import type { DraftOf } from '../../draft';
import { Flag, type SettingsProps } from '../fields';

export function RankingSettings(of: SettingsProps<DraftOf<'ranking'>>) {
  const { t } = useTranslation('manage');
  return <Flag of={of} name="ties" label={t('setting.ties')} />;
}
