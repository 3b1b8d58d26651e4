import { useTranslation } from '../../../../i18n';
import { Choices } from '../../../parts/Choices';
import type { DraftOf } from '../../draft';
import { Flag, Flagged, List, type SettingsProps } from '../fields';

export function SpansSettings(of: SettingsProps<DraftOf<'spans'>>) {
  const { t } = useTranslation('manage');
  const { id, snap } = of.question;
  return (
    <>
      <List of={of} name="options" kind="values" legend={t('form.labels')} addTitle={t('form.addLabel')} />
      <Flagged>
        <Flag of={of} name="overlap" label={t('setting.overlap')} />
        <Flag of={of} name="multiple" label={t('form.multipleLabels')} />
      </Flagged>
      <Choices
        legend={t('setting.snap')}
        name={`${id}-snap`}
        value={snap}
        onChange={(next) => of.edit(() => ({ snap: next }))}
        options={(['word', 'character'] as const).map((value) => ({
          value,
          title: t(`snap.${value}`),
          help: t(`snapHelp.${value}`),
        }))}
      />
    </>
  );
}
