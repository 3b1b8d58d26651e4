import { useTranslation } from '../../../../i18n';
import type { DraftOf } from '../../draft';
import { isTree } from '../../options';
import { Flag, Flagged, List, type SettingsProps } from '../fields';

export function ChoiceSettings(of: SettingsProps<DraftOf<'choice'>>) {
  const { t } = useTranslation('manage');
  return (
    <>
      <List
        of={of}
        name="options"
        kind="values"
        hierarchy
        legend={t('form.options')}
        addTitle={t('form.addOption')}
      />
      <Flagged>
        <Flag of={of} name="multiple" label={t('setting.multiple')} />
        <Flag of={of} name="unsure" label={t('setting.unsure')} />
        <Flag of={of} name="other" label={t('setting.other')} />
        {(isTree(of.question.options) || of.question.leaves_only) && (
          <Flag of={of} name="leaves_only" label={t('setting.leaves_only')} />
        )}
      </Flagged>
    </>
  );
}
