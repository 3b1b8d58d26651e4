import { useTranslation } from '../../i18n';
import { Icon } from '../../ui';
import own from './exports.module.css';
import { grouped } from './groups';
import type { ExportFormat } from './types';
import { formatHelp, formatTitle } from './words';

/** The formats in groups by what they are for, each with a sentence, or with the reason why it does not fit. */
export function FormatChoice(props: {
  formats: readonly ExportFormat[];
  value: string;
  onChange: (name: string) => void;
}) {
  const { t } = useTranslation('data');
  return (
    <fieldset className={own.formats}>
      <legend>{t('exports.format')}</legend>
      {grouped(props.formats).map(({ group, formats }) => (
        <div key={group} className={own.group} role="group" aria-label={t(`exports.group.${group}`)}>
          <h3>{t(`exports.group.${group}`)}</h3>
          <div className={own.cards}>
            {formats.map((format) => (
              <label key={format.name} className={own.card} data-unfit={!format.fits || undefined}>
                <input
                  type="radio"
                  name="format"
                  value={format.name}
                  disabled={!format.fits}
                  checked={props.value === format.name}
                  onChange={() => props.onChange(format.name)}
                />
                <span>
                  <strong>{formatTitle(format.name, format.title, t)}</strong>
                  <span className={own.extension}>.{format.extension}</span>
                  <small>{formatHelp(format, t)}</small>
                  {!format.fits && (
                    <small className={own.whyNot}>
                      <Icon name="alert" size={13} /> {format.why_not}
                    </small>
                  )}
                </span>
              </label>
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
