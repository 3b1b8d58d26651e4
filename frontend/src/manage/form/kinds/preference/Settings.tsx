import { useTranslation } from '../../../../i18n';
import type { DraftOf } from '../../draft';
import { Flag, Flagged, List, type SettingsProps } from '../fields';
import { MOST_STRENGTHS } from './draft';

export function PreferenceSettings(of: SettingsProps<DraftOf<'preference'>>) {
  const { t } = useTranslation('manage');
  return (
    <>
      <List
        of={of}
        name="strengths"
        kind="points"
        plain
        legend={t('setting.strengths')}
        help={t('form.strengthsHelp')}
        addTitle={t('form.addStrength')}
        most={MOST_STRENGTHS}
      />
      <Flagged>
        <Flag of={of} name="tie" label={t('setting.tie')} />
        <Flag of={of} name="both_bad" label={t('setting.both_bad')} />
      </Flagged>
    </>
  );
}
