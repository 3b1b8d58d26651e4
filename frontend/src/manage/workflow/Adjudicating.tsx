import { useTranslation } from '../../i18n';
import { Notice, Panel } from '../../ui';
import { Choices } from '../parts/Choices';
import { Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { Confidence } from './Confidence';
import type { Block } from './fields';
import { Reasons } from './Reasons';
import { ADJUDICATION_REASONS, RESOLVE_BY } from './types';
import own from './workflow.module.css';

const USUAL = 0.6;

/** When people disagree, what or who settles it. `overlap` is how many may answer an item at most. */
export function Adjudicating({ now, set, at, overlap }: Block & { overlap: number }) {
  const { t } = useTranslation('workflow');
  const { adjudication, resolve } = now;
  const { below } = adjudication;
  const change = (next: Partial<typeof adjudication>): void =>
    set({ adjudication: { ...adjudication, ...next } });
  return (
    <Panel title={t('adjudication.title')} help={t('adjudication.help')}>
      <div className={css.stack}>
        <Choices
          legend={t('resolve.title')}
          name="resolve"
          value={resolve.by}
          onChange={(by) => set({ resolve: { ...resolve, by } })}
          options={RESOLVE_BY.map((value) => ({
            value,
            title: t(`resolve.${value}`),
            help: t(`resolveHelp.${value}`),
          }))}
        />
        {resolve.by === 'posterior' && (
          <div className={own.fields}>
            <Confidence
              label={t('resolve.confidence')}
              description={t('resolve.confidenceHelp')}
              value={resolve.confidence}
              error={at('/resolve/confidence')}
              onChange={(confidence) => set({ resolve: { ...resolve, confidence } })}
            />
          </div>
        )}
        <Toggle
          label={t(resolve.by === 'none' ? 'adjudication.on' : 'adjudication.onRest')}
          description={t('adjudication.onHelp')}
          checked={below !== null}
          onChange={(event) => change({ below: event.currentTarget.checked ? USUAL : null })}
        />
        {below !== null && (
          <>
            {overlap < 2 && <Notice kind="warn">{t('adjudication.needsTwo')}</Notice>}
            {resolve.by === 'none' && (
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
            )}
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
