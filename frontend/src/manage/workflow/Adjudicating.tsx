import { useTranslation } from '../../i18n';
import { Notice, Panel } from '../../ui';
import { Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import type { Block } from './fields';
import { Reasons } from './Reasons';
import { ADJUDICATION_REASONS } from './types';
import own from './workflow.module.css';

const USUAL = 0.6;

/** When people disagree, who settles it. `overlap` is how many may answer an item at most. */
export function Adjudicating({ now, set, at, overlap }: Block & { overlap: number }) {
  const { t } = useTranslation('workflow');
  const { adjudication } = now;
  const { below } = adjudication;
  const change = (next: Partial<typeof adjudication>): void =>
    set({ adjudication: { ...adjudication, ...next } });
  return (
    <Panel title={t('adjudication.title')} help={t('adjudication.help')}>
      <div className={css.stack}>
        <Toggle
          label={t('adjudication.on')}
          description={t('adjudication.onHelp')}
          checked={below !== null}
          onChange={(event) => change({ below: event.currentTarget.checked ? USUAL : null })}
        />
        {below !== null && (
          <>
            {overlap < 2 && <Notice kind="warn">{t('adjudication.needsTwo')}</Notice>}
            <div className={own.fields}>
              <Share
                label={t('adjudication.below')}
                description={t('adjudication.belowHelp')}
                classNames={{ input: own.short ?? '' }}
                value={below}
                error={at('/adjudication/below')}
                onChange={(next) => change({ below: next })}
              />
            </div>
            <Toggle
              label={t('adjudication.blind')}
              description={t('adjudication.blindHelp')}
              checked={adjudication.blind}
              onChange={(event) => change({ blind: event.currentTarget.checked })}
            />
            <Reasons
              title={t('adjudication.reasons')}
              help={t('adjudication.reasonsHelp')}
              usual={ADJUDICATION_REASONS}
              reasons={adjudication.reasons}
              error={at('/adjudication/reasons')}
              onChange={(reasons) => change({ reasons })}
            />
          </>
        )}
      </div>
    </Panel>
  );
}
