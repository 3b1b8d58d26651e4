import {
  type KeyboardEvent,
  memo,
  type RefObject,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { Region, RegionsQuestion, RegionsValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import type { Desk } from '../../image/desk';
import { chordOf, isWriting } from '../../keys/chord';
import type { CommandId } from '../../keys/commands';
import { KeyHint } from '../../keys/Keys';
import { Icon } from '../../ui/Icon';
import type { FieldProps } from '../kind';
import { deskOf } from './drawing';
import css from './Field.module.css';
import { ToolIcon, type ToolIconName } from './icons';
import { NOTHING_KEY } from './rules';
import { SignButton } from './SignButton';
import { colourOf, titleOf, whereOf } from './words';

/** The shapes as a list, which is also how people who do not see them read and change them. */
export function Field({ question, value, target, item, id }: FieldProps<RegionsQuestion, RegionsValue>) {
  const { t } = useTranslation('label');
  const desk = deskOf(item, question, target.on);
  const { selected, hidden, locked } = useSyncExternalStore(desk.state.subscribe, desk.state.get);
  const regions = value?.regions ?? [];
  const list = useKeptFocus(regions.length, desk);
  return (
    <div className={css.field}>
      <div className={css.start}>
        <button type="button" className={css.button} onClick={() => desk.canvas?.focus()}>
          <Icon name="pencil" size={16} />
          {t('regions.draw')}
          <KeyHint command="mark" />
        </button>
        {regions.length === 0 && (
          <button
            type="button"
            className={css.button}
            aria-pressed={value !== undefined}
            onClick={() => desk.nothing()}
          >
            {value && <Icon name="check" size={16} />}
            {t('regions.nothing')}
            <kbd aria-hidden>{NOTHING_KEY}</kbd>
          </button>
        )}
      </div>
      {regions.length > 0 && (
        <div
          ref={list}
          className={css.list}
          role="list"
          aria-labelledby={`${id}-title`}
          data-scrolls=""
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          tabIndex={0}
          onKeyDown={(event) => listKeys(event, desk)}
        >
          {chunksOf(regions).map((chunk, at) => (
            <Chunk
              // biome-ignore lint/suspicious/noArrayIndexKey: a region has no name but its place
              key={at}
              desk={desk}
              question={question}
              regions={chunk}
              from={at * CHUNK}
              picked={Math.floor((selected ?? -1) / CHUNK) === at ? selected : null}
              hidden={hidden}
              locked={locked}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** In the list these keys are about the picked shape; elsewhere on the screen Backspace takes a whole answer back. */
function listKeys(event: KeyboardEvent, desk: Desk): void {
  if (isWriting(event.target)) return;
  const act = LIST_KEYS[chordOf(event)];
  if (!act) return;
  act(desk);
  event.preventDefault();
  event.stopPropagation();
}
const LIST_KEYS: Record<string, (desk: Desk) => unknown> = {
  Delete: (desk) => desk.remove(),
  Backspace: (desk) => desk.remove(),
  'Mod+z': (desk) => desk.undo(),
  'Mod+Shift+z': (desk) => desk.redo(),
  'Mod+y': (desk) => desk.redo(),
};

/** When the row that had the focus goes, the list takes it, and when the list goes too, the picture. */
function useKeptFocus(count: number, desk: Desk): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useLayoutEffect(() => {
    const fewer = count < before.current;
    before.current = count;
    if (fewer && document.activeElement === document.body)
      (list.current ?? desk.canvas)?.focus({ preventScroll: true });
  }, [count, desk]);
  return list;
}

const CHUNK = 50;
const chunksOf = (regions: readonly Region[]): Region[][] =>
  Array.from({ length: Math.ceil(regions.length / CHUNK) }, (_, at) =>
    regions.slice(at * CHUNK, (at + 1) * CHUNK),
  );
const ROW_HEIGHT = 2.25;

type ChunkProps = Pick<RowProps, 'desk' | 'question'> & {
  regions: readonly Region[];
  /** The place of its first region. */
  from: number;
  picked: number | null;
  hidden: ReadonlySet<Region>;
  locked: ReadonlySet<Region>;
};

/** Some rows together: of thousands only the chunks in sight are laid out, and only the changed ones made anew. */
const Chunk = memo(
  function Chunk({ desk, question, regions, from, picked, hidden, locked }: ChunkProps) {
    return (
      <div
        className={css.chunk}
        role="presentation"
        style={{ containIntrinsicBlockSize: `auto ${regions.length * ROW_HEIGHT}rem` }}
      >
        {regions.map((region, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a region has no name but its place
            key={at}
            desk={desk}
            question={question}
            region={region}
            at={from + at}
            picked={from + at === picked}
            hidden={hidden.has(region)}
            locked={locked.has(region)}
          />
        ))}
      </div>
    );
  },
  ({ regions: before, ...rest }, { regions: after, ...now }) =>
    before.length === after.length &&
    before.every((region, at) => region === after[at]) &&
    Object.entries(rest).every(([name, value]) => value === now[name as keyof typeof now]),
);

type RowProps = {
  desk: Desk;
  question: RegionsQuestion;
  region: Region;
  at: number;
  picked: boolean;
  hidden: boolean;
  locked: boolean;
};

const Row = memo(function Row(props: RowProps) {
  const { t } = useTranslation('label');
  const { desk, question, region, at, picked, hidden, locked } = props;
  const number = { number: at + 1 };
  return (
    <div
      role="listitem"
      className={css.row}
      data-picked={picked || undefined}
      data-hidden={hidden || undefined}
    >
      <div className={css.line}>
        <button
          type="button"
          className={css.name}
          aria-pressed={picked}
          title={whereOf(region)}
          onClick={({ detail }) => {
            desk.choose('select');
            desk.select(at);
            // A press by pointer goes on with the keys of the picture; by keyboard one stays in the list.
            if (detail > 0) desk.canvas?.focus({ preventScroll: true });
          }}
        >
          <span className={css.swatch} style={{ background: colourOf(question, region.labels[0]) }} />
          <span className={css.title} data-none={region.labels.length === 0 || undefined}>
            {titleOf(question, region, at)}
          </span>
          <span className="visually-hidden">, {whereOf(region)}</span>
        </button>
        <Small
          icon={hidden ? 'eyeOff' : 'eye'}
          words={t('regions.hide', number)}
          on={hidden}
          onClick={() => desk.hide(region, !hidden)}
        />
        <Small
          icon={locked ? 'lock' : 'unlock'}
          words={t('regions.lock', number)}
          on={locked}
          onClick={() => desk.lock(region, !locked)}
        />
        <SignButton
          className={css.small}
          words={t('regions.remove', number)}
          off={locked}
          onClick={() => desk.remove(at)}
        >
          <Icon name="trash" size={16} />
        </SignButton>
      </div>
      {picked && <Details {...props} />}
    </div>
  );
});

function Small(props: { icon: ToolIconName; words: string; on?: boolean; onClick: () => void }) {
  return (
    <SignButton {...props} className={css.small}>
      <ToolIcon name={props.icon} size={16} />
    </SignButton>
  );
}

/** The picked shape: its labels, and every change that is made on the picture by dragging, here by buttons. */
function Details(props: RowProps) {
  const { desk, region, at, locked } = props;
  const { t } = useTranslation('label');
  return (
    <div className={css.details}>
      <Labels {...props} />
      <div className={css.where}>
        <span>{whereOf(region)}</span>
        <Small icon="front" words={t('keys.forward')} onClick={() => desk.order('front', at)} />
        <Small icon="back" words={t('keys.backward')} onClick={() => desk.order('back', at)} />
      </div>
      {!locked && <Adjust desk={desk} region={region} />}
    </div>
  );
}

function Labels({ desk, question, region, at, locked }: RowProps) {
  const { t } = useTranslation('label');
  if (question.options.length === 0) return null;
  if (question.multiple)
    return (
      <div className={css.labels} role="group" aria-label={t('regions.labelsOf', { number: at + 1 })}>
        {question.options.map(({ value, title }) => (
          <label key={value}>
            <input
              type="checkbox"
              disabled={locked}
              checked={region.labels.includes(value)}
              onChange={(event) => desk.relabel(at, changed(question, region, value, event.target.checked))}
            />
            {title}
          </label>
        ))}
      </div>
    );
  return (
    <select
      className={css.select}
      disabled={locked}
      aria-label={t('regions.labelsOf', { number: at + 1 })}
      value={region.labels[0] ?? ''}
      onChange={(event) => desk.relabel(at, event.currentTarget.value ? [event.currentTarget.value] : [])}
    >
      <option value="">{t('regions.unlabelled')}</option>
      {question.options.map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
const changed = ({ options }: RegionsQuestion, { labels }: Region, label: string, on: boolean): string[] =>
  options.flatMap(({ value }) => ((value === label ? on : labels.includes(value)) ? [value] : []));

/** Steps of a pixel by press, for who cannot drag. */
function Adjust({ desk, region }: { desk: Desk; region: Region }) {
  const { t } = useTranslation('label');
  const sized = region.shape !== 'point';
  const turns = sized && region.shape !== 'box';
  const act = (words: `keys.${CommandId}`, sign: string, onClick: () => void) => (
    <SignButton className={css.small} words={t(words)} onClick={onClick}>
      {sign}
    </SignButton>
  );
  return (
    <div className={css.adjust} role="group" aria-label={t('regions.adjust')}>
      {act('keys.moveLeft', '←', () => desk.nudge([-1, 0]))}
      {act('keys.moveUp', '↑', () => desk.nudge([0, -1]))}
      {act('keys.moveDown', '↓', () => desk.nudge([0, 1]))}
      {act('keys.moveRight', '→', () => desk.nudge([1, 0]))}
      {sized && act('keys.wider', '↔+', () => desk.grow([1, 0]))}
      {sized && act('keys.narrower', '↔−', () => desk.grow([-1, 0]))}
      {sized && act('keys.taller', '↕+', () => desk.grow([0, 1]))}
      {sized && act('keys.flatter', '↕−', () => desk.grow([0, -1]))}
      {turns && <Small icon="turnLeft" words={t('keys.turnLeft')} onClick={() => desk.turn(-1)} />}
      {turns && <Small icon="turnRight" words={t('keys.turnRight')} onClick={() => desk.turn(1)} />}
    </div>
  );
}
