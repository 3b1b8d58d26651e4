import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n';
import { Icon } from '../../ui/Icon';
import { Labels } from './Labels';
import { markingOf } from './marking';
import { scrollerOf } from './reveal';
import type { Edge, Selecting } from './selecting';
import css from './Text.module.css';

/** Labels beside what is selected; for a mark also its edges and its removal, as buttons for those who do not drag. */
export function Tools({
  root,
  selecting,
}: {
  root: React.RefObject<HTMLDivElement | null>;
  selecting: Selecting;
}) {
  const { t } = useTranslation('label');
  const { caret, tools } = useSyncExternalStore(selecting.state.subscribe, selecting.state.get);
  useSyncExternalStore(markingOf(selecting.item).subscribe, markingOf(selecting.item).get);
  const bar = useRef<HTMLDivElement>(null);
  const { current } = selecting;
  const [at, setAt] = useState<{ left: number; top: number }>({ left: 0, top: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: they move what is shown
  useLayoutEffect(() => {
    if (tools && root.current && bar.current) setAt(besides(root.current, bar.current, selecting));
  }, [tools, caret, current, root, selecting]);
  if (!tools) return null;
  return (
    <div
      ref={bar}
      className={css.tools}
      role="toolbar"
      aria-label={t('spans.tools')}
      style={at}
      // The focus and the selection stay in the text.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <Labels
        question={selecting.place.question}
        pressed={current?.labels ?? []}
        onPress={(value) => {
          // What is marked is no longer selected: the next tap must be free to pick a mark.
          if (selecting.label(value)) getSelection()?.removeAllRanges();
        }}
      />
      {current && (
        <span className={css.edges}>
          <EdgeButtons selecting={selecting} edge="start" />
          <EdgeButtons selecting={selecting} edge="end" />
          <button
            type="button"
            className={css.tool}
            aria-label={t('spans.remove')}
            title={t('spans.remove')}
            onClick={() => selecting.remove()}
          >
            <Icon name="trash" size={16} />
          </button>
        </span>
      )}
    </div>
  );
}

const EDGES = {
  start: { earlier: ['startEarlier', '‹['], later: ['startLater', '[›'] },
  end: { earlier: ['endEarlier', '‹]'], later: ['endLater', ']›'] },
} as const;

function EdgeButtons({ selecting, edge }: { selecting: Selecting; edge: Edge }) {
  const { t } = useTranslation('label');
  return (['earlier', 'later'] as const).map((way) => {
    const [name, sign] = EDGES[edge][way];
    return (
      <button
        key={way}
        type="button"
        className={css.tool}
        aria-label={t(`spans.${name}`)}
        title={t(`spans.${name}`)}
        onClick={() => selecting.nudge(edge, way === 'later')}
      >
        <span aria-hidden>{sign}</span>
      </button>
    );
  });
}

const GAP = 8;

/** Under what is shown, or over it near the end of the column; inside of the text's width. */
function besides(root: HTMLElement, bar: HTMLElement, selecting: Selecting): { left: number; top: number } {
  const shown = selecting.shown();
  const range = shown && selecting.drawn?.rangeOf(shown);
  const rects = [...(range?.getClientRects?.() ?? [])].filter(({ width }) => width > 0);
  const first = rects[0];
  const last = rects.at(-1);
  if (!first || !last) return { left: 0, top: 0 };
  const frame = root.getBoundingClientRect();
  const bottom = Math.min(scrollerOf(root)?.getBoundingClientRect().bottom ?? innerHeight, innerHeight);
  const below = last.bottom + GAP + bar.offsetHeight <= bottom;
  const top = below ? last.bottom + GAP : first.top - GAP * 2 - bar.offsetHeight;
  const left = Math.min(last.left - frame.left, frame.width - bar.offsetWidth);
  return { left: Math.max(0, left), top: top - frame.top };
}
