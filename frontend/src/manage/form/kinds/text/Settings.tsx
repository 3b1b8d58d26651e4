import { useTranslation } from '../../../../i18n';
import type { DraftOf } from '../../draft';
import css from '../../form.module.css';
import { Flag, Flagged, type SettingsProps, Whole } from '../fields';

export function TextSettings(of: SettingsProps<DraftOf<'text'>>) {
  const { t } = useTranslation('manage');
  const { scope } = of.question;
  const edited = scope === 'responses' || scope === 'turns' ? scope : 'item';
  return (
    <>
      <div className={css.pair}>
        <Whole of={of} name="min_length" label={t('setting.min_length')} min={0} />
        <Whole of={of} name="max_length" label={t('setting.max_length')} min={1} none={t('form.noLimit')} />
      </div>
      <Flagged>
        <Flag of={of} name="markdown" label={t('setting.markdown')} />
        <Flag of={of} name="edits" label={t('setting.edits')} help={t(`form.editsHelp.${edited}`)} />
      </Flagged>
    </>
  );
}
