import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Icon, type IconName, Panel } from '../../ui';
import { FromAddresses } from './FromAddresses';
import { FromBucket } from './FromBucket';
import { FromFiles } from './FromFiles';
import own from './imports.module.css';
import type { Import } from './types';

const PLACES = ['files', 'bucket', 'addresses'] as const;
type Place = (typeof PLACES)[number];
const ICONS: Record<Place, IconName> = { files: 'upload', bucket: 'cloud', addresses: 'link' };

/** The one place to bring things in, wherever they lie. */
export function Sources(props: { project: Project; onBegun: (begun: Import) => void }) {
  const { t } = useTranslation('data');
  const [place, setPlace] = useState<Place>('files');
  return (
    <Panel title={t('imports.title')} help={t('imports.help')}>
      <fieldset className={own.places}>
        <legend className="visually-hidden">{t('imports.from')}</legend>
        {PLACES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="place"
              className="visually-hidden"
              checked={place === each}
              onChange={() => setPlace(each)}
            />
            <Icon name={ICONS[each]} size={16} />
            {t(`imports.place.${each}`)}
          </label>
        ))}
      </fieldset>
      {place === 'files' && <FromFiles {...props} />}
      {place === 'bucket' && <FromBucket {...props} />}
      {place === 'addresses' && <FromAddresses {...props} />}
    </Panel>
  );
}
