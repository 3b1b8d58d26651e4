import { useTranslation } from '../../../../i18n';
import { WholeNumber } from '../../../parts/WholeNumber';
import type { DraftOf } from '../../draft';
import css from '../../form.module.css';
import { countFrom, FEWEST_POINTS, MOST_POINTS } from '../../options';
import { List, type SettingsProps } from '../fields';

export function RatingSettings(of: SettingsProps<DraftOf<'rating'>>) {
  const { t } = useTranslation('manage');
  const { options } = of.question;
  const fixed = options.some((point) => point.fixed);
  return (
    <>
      <List
        of={of}
        name="options"
        kind="points"
        legend={t('form.points')}
        addTitle={t('form.addPoint')}
        fewest={FEWEST_POINTS}
        most={MOST_POINTS}
      />
      {!fixed && (
        <WholeNumber
          label={t('form.countFrom')}
          className={css.narrow}
          min={-100}
          max={100 - options.length}
          value={Number(options[0]?.value ?? 1)}
          onChange={(value) => of.edit((question) => ({ options: countFrom(question.options, value) }))}
        />
      )}
    </>
  );
}
