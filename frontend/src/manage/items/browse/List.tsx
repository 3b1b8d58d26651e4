import {
  type CSSProperties,
  memo,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from '../../../i18n';
import { date, number, percent } from '../../../i18n/format';
import { Icon } from '../../../ui';
import { State } from '../../parts/State';
import { When } from '../../parts/When';
import { Thumbnail } from '../Thumbnail';
import css from './browse.module.css';
import { priorityName } from './priority';
import { type Sort, sortAfter } from './query';
import { holds, type Selection } from './selection';
import type { ItemRow } from './types';
import { useWindowed } from './windowed';

/** Before the first row has been measured, and where nothing is laid out. */
const ROW_PX = 56;
export const rowId = (id: string): string => `item-${id}`;

type Props = {
  rows: readonly ItemRow[];
  /** How many there are in all, if that is known. */
  total: number | undefined;
  sort: Sort;
  selection: Selection;
  /** The row that the keyboard is on. */
  active: string | null;
  grid: RefObject<HTMLDivElement | null>;
  /** Without it nothing can be ticked. */
  onMark?: ((id: string, on: boolean, range: boolean) => void) | undefined;
  onMarkAll: (on: boolean) => void;
  onOpen: (id: string) => void;
  onSort: (sort: string) => void;
  /** The last rows are near: time to fetch more. */
  onNearEnd: () => void;
};

/** The items as a grid of which only the rows near the window exist; it is as fast with many thousands as with ten. */
export function List(props: Props) {
  const { t } = useTranslation(['items', 'manage']);
  const { rows, total, active, grid, onNearEnd } = props;
  const body = useRef<HTMLDivElement>(null);
  const height = useRowHeight(body, rows.length);
  const { first, end } = useWindowed(body, rows.length, height);
  useLayoutEffect(() => {
    if (end >= rows.length - 20) onNearEnd();
  }, [end, rows.length, onNearEnd]);
  const onScreen = rows.slice(first, end);
  const does = useRef(props);
  does.current = props;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      className={css.grid}
      data-marks={props.onMark ? true : undefined}
      aria-label={t('manage:section.items')}
      aria-multiselectable={props.onMark ? true : undefined}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-activedescendant={active && onScreen.some(({ id }) => id === active) ? rowId(active) : undefined}
    >
      <Headings {...props} />
      <div role="rowgroup" ref={body} className={css.body}>
        <Gap rows={first} height={height} />
        {onScreen.map((row, at) => (
          <Row
            key={row.id}
            row={row}
            index={first + at}
            marked={holds(props.selection, row.id)}
            active={row.id === active}
            marks={props.onMark !== undefined}
            does={does}
          />
        ))}
        <Gap rows={rows.length - Math.min(end, rows.length)} height={height} />
      </div>
    </div>
  );
}

const Gap = ({ rows, height }: { rows: number; height: number }): ReactNode =>
  rows > 0 && <div role="presentation" style={{ height: rows * height }} />;

/** Every row is as high as the first: lines that are too long are cut. */
function useRowHeight(body: RefObject<HTMLDivElement | null>, count: number): number {
  const [height, setHeight] = useState(ROW_PX);
  useLayoutEffect(() => {
    const measure = (): void => {
      const row = count > 0 && body.current?.querySelector('[role=row]');
      const found = row ? row.getBoundingClientRect().height : 0;
      if (found > 0) setHeight(found);
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [body, count]);
  return height;
}

const COLUMNS = [
  { name: 'position', end: true, sorts: true },
  { name: 'item', end: false, sorts: false },
  { name: 'state', end: false, sorts: false },
  { name: 'answers', end: true, sorts: true },
  { name: 'agreement', end: false, sorts: true },
  { name: 'priority', end: false, sorts: true },
  { name: 'due', end: true, sorts: true },
  { name: 'updated', end: true, sorts: true },
] as const;

function Headings({ rows, selection, sort, onMark, onMarkAll, onSort }: Props) {
  const { t } = useTranslation('items');
  const every = rows.length > 0 && rows.every(({ id }) => holds(selection, id));
  const some = rows.some(({ id }) => holds(selection, id));
  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" tabIndex={-1} aria-rowindex={1} className={css.row}>
        {onMark && (
          <Cell role="columnheader" of="mark">
            <Tick
              on={every}
              half={some && !every}
              label={t('list.markAll')}
              reachable
              onTick={(on) => onMarkAll(on)}
            />
          </Cell>
        )}
        {COLUMNS.map(({ name, end, sorts }) => (
          <Cell
            key={name}
            role="columnheader"
            of={name}
            end={end}
            sorted={sort.by === name ? (sort.down ? 'descending' : 'ascending') : undefined}
          >
            {sorts ? (
              <button type="button" onClick={() => onSort(sortAfter(sort, name))}>
                {t(`column.${name}`)}
                {sort.by === name && <Icon name={sort.down ? 'arrowDown' : 'arrowUp'} size={13} />}
              </button>
            ) : (
              t(`column.${name}`)
            )}
          </Cell>
        ))}
      </div>
    </div>
  );
}

/** Drawn anew only when something of it changed: not when the list scrolls, nor when another row is ticked. */
const Row = memo(function Row(props: {
  row: ItemRow;
  index: number;
  marked: boolean;
  active: boolean;
  marks: boolean;
  does: { readonly current: Pick<Props, 'onMark' | 'onOpen'> };
}) {
  const { t } = useTranslation('items');
  const { row, index, marked, active, marks, does } = props;
  const name = t('list.one', { position: row.position });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the grid do the same
    <div
      id={rowId(row.id)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={marks ? marked : undefined}
      tabIndex={-1}
      className={css.row}
      data-active={active || undefined}
      data-marked={marked || undefined}
      onClick={(event) => {
        const held = (event.target as Element).closest('a, button, input, label');
        if (!held && !getSelection()?.toString()) does.current.onOpen(row.id);
      }}
    >
      {marks && (
        <Cell of="mark">
          <Tick
            on={marked}
            label={t('list.mark', { item: name })}
            onTick={(on, range) => does.current.onMark?.(row.id, on, range)}
          />
        </Cell>
      )}
      <Cell of="position" end>
        {number(row.position)}
      </Cell>
      <Cell of="item">
        {row.picture && <Thumbnail id={row.picture} />}
        <button type="button" tabIndex={-1} className={css.open} onClick={() => does.current.onOpen(row.id)}>
          <span className={css.excerpt} dir="auto">
            {row.excerpt || row.external_id}
          </span>
          <span className={css.external}>{row.external_id}</span>
        </button>
      </Cell>
      <Cell of="state">
        <State state={row.state} title={t(`state.${row.state}`)} />
      </Cell>
      <Cell of="answers" end>
        <Answers row={row} />
      </Cell>
      <Cell of="agreement">
        <AgreementBar share={row.agreement} />
      </Cell>
      <Cell of="priority" priority={row.priority}>
        {row.priority !== 0 && priorityName(row.priority, t)}
      </Cell>
      <Cell of="due" end>
        <Due row={row} />
      </Cell>
      <Cell of="updated" end>
        <When at={row.updated_at ?? row.created_at} />
      </Cell>
    </div>
  );
});

/** A cell; the keys of the grid reach what can be done in it. */
function Cell(props: {
  of: string;
  end?: boolean;
  role?: 'gridcell' | 'columnheader';
  sorted?: 'ascending' | 'descending' | undefined;
  priority?: number;
  children?: ReactNode;
}) {
  const { role = 'gridcell' } = props;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only headings are given an order
    <div
      role={role}
      className={css[props.of]}
      aria-sort={props.sorted}
      data-end={props.end || undefined}
      data-priority={props.priority}
    >
      {props.children}
    </div>
  );
}

function Answers({ row: { submitted, overlap } }: { row: ItemRow }) {
  const { t } = useTranslation('items');
  return (
    <span title={t('list.answers', { done: submitted, total: overlap })}>
      {number(submitted)}
      <span className={css.of}> / {number(overlap)}</span>
    </span>
  );
}

/** How well people agree on the item, as a bar with its figure. */
export function AgreementBar({ share }: { share: number | null }) {
  if (share === null) return <span className={css.none}>–</span>;
  const style = { '--share': `${Math.round(share * 100)}%` } as CSSProperties;
  const band = share < 0.5 ? 'low' : share < 0.8 ? 'fair' : 'good';
  return (
    <span className={css.agrees} data-band={band}>
      <span className={css.track} style={style} aria-hidden />
      {percent(share)}
    </span>
  );
}

function Due({ row: { due_at, state } }: { row: ItemRow }) {
  const { t } = useTranslation('items');
  if (!due_at) return null;
  const late = Date.parse(due_at) < Date.now() && state !== 'done' && state !== 'withdrawn';
  return (
    <time dateTime={due_at} data-late={late || undefined}>
      {late && <Icon name="alert" size={13} />}
      {date(due_at)}
      {late && <span className="visually-hidden"> {t('list.late')}</span>}
    </time>
  );
}

function Tick(props: {
  on: boolean;
  half?: boolean;
  label: string;
  /** Whether Tab comes by; ticks of rows have the keys of the grid instead. */
  reachable?: boolean;
  onTick: (on: boolean, range: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = props.half ?? false;
  }, [props.half]);
  return (
    <label className={css.tick}>
      <input
        ref={box}
        type="checkbox"
        tabIndex={props.reachable ? undefined : -1}
        aria-label={props.label}
        checked={props.on}
        onChange={(event) =>
          props.onTick(event.currentTarget.checked, (event.nativeEvent as MouseEvent).shiftKey)
        }
      />
    </label>
  );
}
