import '../i18n/tools';
import { useSyncExternalStore } from 'react';
import { LANGUAGES, useTranslation } from '../i18n';
import { KeySettings } from '../keys/KeySettings';
import { Dialog } from '../ui/Dialog';
import { type Preferences, preferences } from '../ui/preferences';
import css from './SettingsDialog.module.css';

const THEMES = ['auto', 'light', 'dark'] as const;
const CONTRASTS = ['normal', 'more'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;
const LAYOUTS = ['auto', 'stacked', 'focus'] as const;
const DIGESTS = ['off', 'daily', 'hourly'] as const;

/** How the person likes the pages and the keys. Every choice is in force at once; there is nothing to save. */
export default function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['label', 'common']);
  const chosen = useSyncExternalStore(preferences.subscribe, preferences.get);
  const shown = document.documentElement.dataset.contrast === 'more' ? 'more' : 'normal';
  return (
    <Dialog title={t('settings.title')} onClose={onClose} wide>
      <div className={css.choices}>
        {LANGUAGES.length > 1 && (
          <Choice
            name="language"
            title={t('settings.language')}
            values={LANGUAGES}
            value={chosen.language ?? 'en'}
            words={(value) => t(`settings.languages.${value}`)}
          />
        )}
        <Choice
          name="theme"
          title={t('settings.theme')}
          values={THEMES}
          value={chosen.theme ?? 'auto'}
          words={(value) => t(`common:user.themes.${value}`)}
        />
        <Choice
          name="contrast"
          title={t('settings.contrast')}
          values={CONTRASTS}
          value={chosen.contrast ?? shown}
          words={(value) => t(`settings.contrasts.${value}`)}
        />
        <Choice
          name="density"
          title={t('settings.density')}
          values={DENSITIES}
          value={chosen.density ?? 'comfortable'}
          words={(value) => t(`settings.densities.${value}`)}
        />
        <Choice
          name="layout"
          title={t('settings.layout')}
          values={LAYOUTS}
          value={chosen.layout ?? 'auto'}
          words={(value) => t(`settings.layouts.${value}`)}
        />
        <Choice
          name="digest"
          title={t('settings.digest')}
          values={DIGESTS}
          value={chosen.digest ?? 'daily'}
          words={(value) => t(`settings.digests.${value}`)}
        />
      </div>
      <p className={css.kept}>{t('settings.kept')}</p>
      <h3 className={css.keys}>{t('settings.keys')}</h3>
      <KeySettings />
    </Dialog>
  );
}

type Named = 'language' | 'theme' | 'contrast' | 'density' | 'layout' | 'digest';

function Choice<Name extends Named>(props: {
  name: Name;
  title: string;
  values: readonly Preferences[Name][];
  value: Preferences[Name];
  words: (value: Preferences[Name]) => string;
}) {
  return (
    <fieldset className={css.choice}>
      <legend>{props.title}</legend>
      <div className={css.values}>
        {props.values.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={`preference-${props.name}`}
              checked={value === props.value}
              onChange={() => preferences.set({ [props.name]: value })}
            />
            <span>{props.words(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
