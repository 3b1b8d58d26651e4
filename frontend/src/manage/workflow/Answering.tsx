import { useTranslation } from '../../i18n';
import { Panel } from '../../ui';
import { Choices } from '../parts/Choices';
import { Share } from '../parts/Percent';
import css from '../parts/parts.module.css';
import { Toggle } from '../parts/Toggle';
import { WholeNumber } from '../parts/WholeNumber';
import { Confidence } from './Confidence';
import type { Block, Timing } from './fields';
import { MODES, STOP_BY } from './types';
import own from './workflow.module.css';

const MOST = 100;

/** Who hands the work out, how many answer each item, and what becomes of skips. */
export function Answering({ now, set, at, schedule, plan }: Block & Timing) {
  const { t } = useTranslation('workflow');
  const { overlap } = schedule;
  const adaptive = now.most_overlap !== null;
  return (
    <Panel title={t('answering.title')} help={t('answering.help')}>
      <div className={css.stack}>
        <Choices
          legend={t('answering.mode')}
          name="mode"
          value={now.mode}
          onChange={(mode) => set({ mode })}
          options={MODES.map((value) => ({ value, title: t(`mode.${value}`), help: t(`modeHelp.${value}`) }))}
        />
        <div className={own.fields}>
          <WholeNumber
            label={t('answering.overlap')}
            description={t('answering.overlapHelp')}
            min={1}
            max={MOST}
            clampBehavior="strict"
            classNames={{ input: own.short ?? '' }}
            value={overlap}
            error={at('/overlap')}
            onChange={(next) => {
              plan({ overlap: next });
              if (now.most_overlap !== null && now.most_overlap <= next)
                set({ most_overlap: Math.min(MOST, next + 1) });
            }}
          />
        </div>
        <Toggle
          label={t('answering.adaptive')}
          description={t('answering.adaptiveHelp')}
          checked={adaptive}
          onChange={(event) => set({ most_overlap: event.currentTarget.checked ? overlap + 1 : null })}
        />
        {adaptive && (
          <div className={own.nested}>
            <WholeNumber
              label={t('answering.most')}
              min={1}
              max={MOST}
              clampBehavior="strict"
              classNames={{ input: own.short ?? '' }}
              value={now.most_overlap ?? overlap + 1}
              error={
                at('/most_overlap') ??
                ((now.most_overlap ?? 0) <= overlap
                  ? t('answering.mostTooFew', { count: overlap })
                  : undefined)
              }
              onChange={(most_overlap) => set({ most_overlap })}
            />
            <Choices
              legend={t('answering.until')}
              name="stop"
              value={now.stop.by}
              onChange={(by) => set({ stop: { ...now.stop, by } })}
              options={STOP_BY.map((value) => ({
                value,
                title: t(`stop.${value}`),
                help: t(`stopHelp.${value}`),
              }))}
            />
            {now.stop.by === 'posterior' && (
              <Confidence
                label={t('answering.certain')}
                value={now.stop.confidence}
                error={at('/stop/confidence')}
                onChange={(confidence) => set({ stop: { ...now.stop, confidence } })}
              />
            )}
            <Share
              label={t(now.stop.by === 'posterior' ? 'answering.enoughElse' : 'answering.enough')}
              classNames={{ input: own.short ?? '' }}
              value={now.enough_agreement}
              error={at('/enough_agreement')}
              onChange={(enough_agreement) => set({ enough_agreement })}
            />
          </div>
        )}
        <Choices
          legend={t('answering.skips')}
          name="skips"
          value={now.requeue_skips ? 'again' : 'counts'}
          onChange={(value) => set({ requeue_skips: value === 'again' })}
          options={(['again', 'counts'] as const).map((value) => ({
            value,
            title: t(`skips.${value}`),
            help: t(`skipsHelp.${value}`),
          }))}
        />
      </div>
    </Panel>
  );
}
