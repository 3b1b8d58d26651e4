import { type ReactNode, useSyncExternalStore } from 'react';
import type { RegionsQuestion } from '../../api/types';
import { useTranslation } from '../../i18n';
import type { Light } from '../../image/Canvas';
import { type Camera, ZOOM_STEP } from '../../image/camera';
import type { Desk, Tool } from '../../image/desk';
import { FEWEST, isPath } from '../../image/geometry';
import type { CommandId } from '../../keys/commands';
import { KeyHint } from '../../keys/Keys';
import { Signal } from '../../queue/signal';
import { Icon } from '../../ui/Icon';
import { optionKeys } from '../optionKeys';
import { ToolIcon, type ToolIconName } from './icons';
import css from './Pictures.module.css';
import { SignButton } from './SignButton';
import { colourOf } from './words';

const COMMANDS: Record<Tool, CommandId> = {
  select: 'selectTool',
  box: 'boxTool',
  rotated_box: 'rotatedBoxTool',
  polygon: 'polygonTool',
  point: 'pointTool',
  line: 'lineTool',
};

type Props = { desk: Desk; question: RegionsQuestion };

/** Tools and labels: what the next press on the picture does. */
export function Tools({ desk, question, proposed }: Props & { proposed: number }) {
  const { t } = useTranslation('label');
  const { tool, labels } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const keys = optionKeys(question.options, undefined, 'regions');
  const labelled = tool === 'select' && desk.selected ? desk.selected.labels : labels;
  const back = () => desk.canvas?.focus({ preventScroll: true });
  return (
    <div className={css.bar} role="toolbar" aria-label={t('regions.tools')}>
      <div className={css.group}>
        {(['select', ...question.shapes] as const).map((each) => (
          <button
            key={each}
            type="button"
            className={css.tool}
            aria-pressed={tool === each}
            onClick={() => {
              desk.choose(each);
              back();
            }}
          >
            <ToolIcon name={each} />
            <span className={css.word}>{t(`regions.tool.${each}`)}</span>
            <KeyHint command={COMMANDS[each]} />
          </button>
        ))}
      </div>
      {question.options.length > 0 && (
        <div className={css.group} role="group" aria-label={t('regions.labels')}>
          {question.options.map(({ value, title, description }, at) => (
            <button
              key={value}
              type="button"
              className={css.tool}
              aria-pressed={labelled.includes(value)}
              title={description || undefined}
              onClick={() => {
                desk.label(value);
                back();
              }}
            >
              <span className={css.swatch} style={{ background: colourOf(question, value) }} />
              <span>{title}</span>
              {keys[at] && <kbd aria-hidden>{keys[at]?.toUpperCase()}</kbd>}
            </button>
          ))}
        </div>
      )}
      {proposed > 0 && (
        <button type="button" className={css.tool} onClick={() => desk.host.accept()}>
          <span aria-hidden>✦</span>
          {t('regions.accept', { count: proposed })}
          <KeyHint command="accept" />
        </button>
      )}
      <Unfinished desk={desk} />
    </div>
  );
}

/** Ends or gives up a shape of many corners, where there is no Enter and no Escape. */
function Unfinished({ desk }: { desk: Desk }) {
  const { t } = useTranslation('label');
  const { placed } = useSyncExternalStore(desk.live.subscribe, desk.live.get);
  const { tool } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  if (placed.length === 0 || tool === 'select') return null;
  return (
    <div className={css.group}>
      {isPath(tool) && (
        <button
          type="button"
          className={css.tool}
          disabled={placed.length < FEWEST[tool]}
          onClick={() => desk.close()}
        >
          <Icon name="check" />
          <span>{t('regions.finish')}</span>
          <KeyHint command="finishShape" />
        </button>
      )}
      <button type="button" className={css.tool} onClick={() => desk.cancel()}>
        <Icon name="close" />
        <span>{t('regions.cancel')}</span>
        <KeyHint command="cancelShape" />
      </button>
    </div>
  );
}

/** Undoing, the picked shape, and how the picture is seen. */
export function Views(props: Props & { camera: Camera }) {
  const { t } = useTranslation('label');
  const { desk, camera } = props;
  const { alone, named, locked } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const { scale } = useSyncExternalStore(camera.state.subscribe, camera.state.get);
  useSyncExternalStore(desk.live.subscribe, () => desk.drawing);
  const { selected } = desk;
  const free = selected !== null && !locked.has(selected);
  return (
    <div className={css.bar} role="toolbar" aria-label={t('regions.views')}>
      <div className={css.group}>
        <Act icon="undo" command="undo" off={!desk.canUndo} onClick={() => desk.undo()} />
        <Act icon="redo" command="redo" off={!desk.canRedo} onClick={() => desk.redo()} />
      </div>
      <div className={css.group}>
        <Act command="copyRegion" off={!selected} onClick={() => desk.copy()}>
          <Icon name="copy" />
        </Act>
        <Act command="removeRegion" off={!free && !desk.drawing} onClick={() => desk.remove()}>
          <Icon name="trash" />
        </Act>
      </div>
      <div className={css.group}>
        <Act command="zoomOut" onClick={() => camera.zoom(1 / ZOOM_STEP)}>
          <Icon name="minus" />
        </Act>
        <span className={css.zoom}>{Math.round(scale * 100)} %</span>
        <Act command="zoomIn" onClick={() => camera.zoom(ZOOM_STEP)}>
          <Icon name="plus" />
        </Act>
        <Act icon="fit" command="zoomFit" onClick={() => camera.fit()} />
      </div>
      <div className={css.group}>
        <Toggle
          icon="tag"
          words={t('regions.named')}
          on={named}
          onClick={() => desk.patch({ named: !named })}
        />
        <Toggle
          icon="alone"
          words={t('regions.alone')}
          on={alone}
          onClick={() => desk.patch({ alone: !alone })}
        />
        <LightPanel />
      </div>
    </div>
  );
}

function Act(props: {
  command: CommandId;
  icon?: ToolIconName;
  off?: boolean;
  onClick: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation('label');
  return (
    <SignButton {...props} className={css.act} words={t(`keys.${props.command}`)}>
      {props.icon ? <ToolIcon name={props.icon} /> : props.children}
    </SignButton>
  );
}

function Toggle(props: { icon: ToolIconName; words: string; on: boolean; onClick: () => void }) {
  return (
    <SignButton {...props} className={css.act}>
      <ToolIcon name={props.icon} />
    </SignButton>
  );
}

const PLAIN: Light = { brightness: 1, contrast: 1 };
/** Pictures of one project are alike: the light stays as it was set from one to the next. */
export const light = new Signal<Light>(PLAIN);

/** Dark and flat pictures, such as X-rays, can be lit for the eye; the picture itself stays as it is. */
function LightPanel() {
  const now = useSyncExternalStore(light.subscribe, light.get);
  const { t } = useTranslation('label');
  return (
    <details
      className={css.light}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary className={css.act} aria-label={t('regions.light')} title={t('regions.light')}>
        <ToolIcon name="light" />
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move the sliders, not the shapes */}
      <div className={css.panel} data-own-keys onKeyDown={(event) => ownArrows(event)}>
        {(['brightness', 'contrast'] as const).map((each) => (
          <label key={each}>
            {t(`regions.${each}`)}
            <input
              type="range"
              min={0.25}
              max={each === 'brightness' ? 4 : 3}
              step={0.05}
              value={now[each]}
              onChange={(event) => light.set({ ...now, [each]: Number(event.currentTarget.value) })}
            />
          </label>
        ))}
        <button type="button" className={css.tool} onClick={() => light.set(PLAIN)}>
          {t('regions.plain')}
        </button>
      </div>
    </details>
  );
}
function ownArrows(event: React.KeyboardEvent): void {
  if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
}
