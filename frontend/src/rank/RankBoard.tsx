import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n';
import { Icon } from '../ui/Icon';
import css from './RankBoard.module.css';
import { dense, insert, join, type Ranks, rankOf, remove, shift, tieWithAbove } from './ranks';

type Shown = { id: string; letter: string };
type Props = {
  title: string;
  responses: readonly Shown[];
  ranks: Ranks;
  ties: boolean;
  /** The response that keys and buttons move. */
  current: string | null;
  hint: string;
  onPick: (id: string) => void;
  onChange: (ranks: string[][]) => void;
};

/**
 * Ranks as rows, best on top. Dropped on a row a response ties with it, dropped on a gap it gets a rank of its own;
 * the buttons below and the keyboard do the same without a pointer (WCAG 2.5.7).
 */
export function RankBoard(props: Props) {
  const { responses, ties, onChange } = props;
  const { t } = useTranslation('label');
  const order = dense(props.ranks);
  const letter = (id: string) => responses.find((each) => each.id === id)?.letter ?? '?';
  const waiting = responses.filter(({ id }) => rankOf(order, id) === undefined);
  const chip = (id: string) => (
    <Chip key={id} id={id} letter={letter(id)} current={props.current === id} onPick={props.onPick} />
  );
  const toGap = (id: string, gap: number) => onChange(insert(order, id, gap));
  const toRank = (id: string, rank: number) =>
    onChange(ties ? join(order, id, rank) : insert(order, id, rank - 1));
  return (
    <div className={css.board}>
      <ol className={css.ranks} aria-label={props.title}>
        {order.map((ids, at) => (
          <li key={ids.join()}>
            <Gap at={at} onDrop={toGap} />
            <Rank at={at + 1} onDrop={toRank}>
              {ids.map(chip)}
            </Rank>
          </li>
        ))}
        <li>
          <Gap at={order.length} onDrop={toGap} first={order.length === 0} />
        </li>
      </ol>
      {waiting.length > 0 && (
        <div className={css.waiting}>
          <span className={css.waitingTitle}>{t('ranking.waiting')}</span>
          <div className={css.chips}>{waiting.map(({ id }) => chip(id))}</div>
        </div>
      )}
      <Moves {...props} order={order} letter={letter} />
      <p className={css.hint}>{props.hint}</p>
    </div>
  );
}

function Moves(props: Props & { order: string[][]; letter: (id: string) => string }) {
  const { t } = useTranslation('label');
  const { current, order, ties, onChange } = props;
  if (!current) return null;
  const rank = rankOf(order, current);
  const letter = props.letter(current);
  const buttons = [
    {
      key: 'up',
      icon: 'arrowUp',
      off: rank === undefined,
      change: () => onChange(shift(order, current, -1)),
    },
    {
      key: 'down',
      icon: 'arrowDown',
      off: rank === undefined,
      change: () => onChange(shift(order, current, 1)),
    },
    ...(ties
      ? [
          {
            key: 'tie',
            icon: 'link',
            off: rank === undefined || rank === 1,
            change: () => onChange(tieWithAbove(order, current)),
          } as const,
        ]
      : []),
    {
      key: 'last',
      icon: 'plus',
      off: rank !== undefined,
      change: () => onChange(insert(order, current, order.length)),
    },
    { key: 'clear', icon: 'close', off: rank === undefined, change: () => onChange(remove(order, current)) },
  ] as const;
  return (
    <div className={css.moves} role="toolbar" aria-label={t('ranking.moves', { letter })}>
      <span className={css.movesLetter}>{letter}</span>
      {buttons
        .filter(({ key, off }) => key !== 'last' || !off)
        .map(({ key, icon, off, change }) => (
          <button
            key={key}
            type="button"
            disabled={off}
            onClick={change}
            title={t(`ranking.${key}`, { letter })}
          >
            <Icon name={icon} size={16} />
            <span className="visually-hidden">{t(`ranking.${key}`, { letter })}</span>
          </button>
        ))}
    </div>
  );
}

function Chip(props: { id: string; letter: string; current: boolean; onPick: (id: string) => void }) {
  const { t } = useTranslation('label');
  const { id } = props;
  const element = useRef<HTMLButtonElement>(null);
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ id }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
  }, [id]);
  return (
    <button
      ref={element}
      type="button"
      className={css.chip}
      aria-pressed={props.current}
      aria-label={t('response', { letter: props.letter })}
      data-dragging={dragging || undefined}
      onClick={() => props.onPick(id)}
    >
      {props.letter}
      <Icon name="grip" size={13} className={css.grip} />
    </button>
  );
}

/** Whether something is over the element, and a drop told to `onDrop`. */
function useDrop(onDrop: (id: string) => void) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        latest.current(String(source.data.id));
      },
    });
  }, []);
  return { element, over };
}

function Gap({
  at,
  onDrop,
  first,
}: {
  at: number;
  onDrop: (id: string, at: number) => void;
  first?: boolean;
}) {
  const { element, over } = useDrop((id) => onDrop(id, at));
  const { t } = useTranslation('label');
  return (
    <div ref={element} className={css.gap} data-over={over || undefined} data-first={first || undefined}>
      {first && t('ranking.drop')}
    </div>
  );
}

function Rank(props: { at: number; onDrop: (id: string, at: number) => void; children: ReactNode }) {
  const { element, over } = useDrop((id) => props.onDrop(id, props.at));
  return (
    <div ref={element} className={css.rank} data-over={over || undefined}>
      <span className={css.number}>{props.at}</span>
      <div className={css.chips}>{props.children}</div>
    </div>
  );
}
