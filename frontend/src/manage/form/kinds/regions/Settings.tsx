import { Checkbox } from '@mantine/core';
import { useTranslation } from '../../../../i18n';
import type { DraftOf } from '../../draft';
import css from '../../form.module.css';
import { Flag, List, type SettingsProps } from '../fields';
import { SHAPES } from './draft';

export function RegionsSettings(of: SettingsProps<DraftOf<'regions'>>) {
  const { t } = useTranslation('manage');
  const { question, errors, edit } = of;
  const error = errors[`${question.id}:shapes`];
  return (
    <>
      <fieldset className={css.options}>
        <legend>{t('setting.shapes')}</legend>
        <div className={css.flags}>
          {SHAPES.map((shape) => {
            const on = question.shapes.includes(shape);
            return (
              <Checkbox
                key={shape}
                label={t(`shape.${shape}`)}
                checked={on}
                disabled={on && question.shapes.length === 1}
                onChange={() =>
                  edit(
                    ({ shapes }) => ({
                      shapes: on ? shapes.filter((each) => each !== shape) : [...shapes, shape],
                    }),
                    ['shapes'],
                  )
                }
              />
            );
          })}
        </div>
        {error && <p className={css.error}>{error}</p>}
      </fieldset>
      <List of={of} name="options" kind="values" legend={t('form.labels')} addTitle={t('form.addLabel')} />
      <Flag of={of} name="multiple" label={t('form.multipleRegionLabels')} />
    </>
  );
}
