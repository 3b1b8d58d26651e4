import type { Root } from 'hast';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Span, SpansQuestion, SpansValue } from '../../api/types';
import { useTranslation } from '../../i18n';
import type { Item } from '../../label/item';
import { DrawnText } from '../../text/drawn';
import { parse } from '../../text/parse';
import { Reading, type Stretch } from '../../text/pieces';
import { plainTree } from '../../text/plain';
import { Tree } from '../../text/Tree';
import { keyOf } from '../form';
import type { TextSurfaceProps } from '../kind';
import { Chips } from './Chips';
import { goTo, markingOf, NO_SPANS } from './marking';
import { Paint, unitsOf } from './paint';
import { Selecting } from './selecting';
import { useSight } from './sight';
import css from './Text.module.css';
import { Tools } from './Tools';
import { useKeys } from './useKeys';
import { usePointer } from './usePointer';

/** A text that is marked. Several questions may ask about it: the active one gets the marks, those of all are seen. */
export function Text({ item, target, questions, live, source, tree, raw }: TextSurfaceProps) {
  const { t } = useTranslation('label');
  const { on } = target;
  const all = questions as readonly SpansQuestion[];
  const { question: active } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const question = all.find(({ name }) => name === active) ?? (all[0] as SpansQuestion);
  const shown = useShown(source, tree, raw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is set below, whenever it changes
  const selecting = useMemo(() => new Selecting(item, source, { question, on }), [item, source, on]);
  selecting.place = { question, on };
  const root = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const groups = useGroups(item, all, on);
  const drawn = useDrawn(text, shown);
  selecting.drawn = drawn;
  const sight = useSight(root, drawn);
  usePaint(selecting, drawn, groups, sight);
  const focus = useKeys(selecting, text, live);
  usePointer(selecting, text, all);
  const id = `${question.name}-${on}-keys`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: follows the focus
    <div
      ref={root}
      className={css.surface}
      data-raw={raw || undefined}
      onFocus={() => {
        focus.enter();
        const at = item.active();
        if (at?.on !== on || !all.some(({ name }) => name === at.question.name)) goTo(item, { question, on });
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) focus.leave();
      }}
    >
      <div
        ref={text}
        className={css.text}
        role="textbox"
        aria-readonly
        aria-multiline
        tabIndex={0}
        data-surface
        data-on={on}
        aria-label={t('spans.surface', {
          title: question.title,
          target: t(`target.${question.scope}`, { label: target.label }),
        })}
        aria-describedby={id}
      >
        <Tree tree={shown} />
      </div>
      {drawn && <Chips root={root} drawn={drawn} offsets={selecting.offsets} groups={groups} />}
      {drawn && <Tools root={root} selecting={selecting} />}
      <p className="visually-hidden" id={id}>
        {t('spans.instructions')}
      </p>
      <Said selecting={selecting} />
    </div>
  );
}

function Said({ selecting }: { selecting: Selecting }) {
  const { said } = useSyncExternalStore(selecting.state.subscribe, selecting.state.get);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}

/** The tree with positions: prefetched, or parsed now; until then, and when raw text is wanted, the text as it is. */
function useShown(source: string, tree: Root | undefined, raw: boolean): Root {
  const plain = useMemo(() => plainTree(source), [source]);
  const [parsed, setParsed] = useState<Root | null>(null);
  useEffect(() => {
    if (tree) return;
    let stale = false;
    void parse(source, 'kept', true).then((done) => !stale && setParsed(done));
    return () => {
      stale = true;
    };
  }, [source, tree]);
  return raw ? plain : (tree ?? parsed ?? plain);
}

export type Group = { question: SpansQuestion; spans: readonly Span[] };

/** The marks of each question on this text. The list is the same as long as the marks are. */
function useGroups(item: Item, all: readonly SpansQuestion[], on: string): readonly Group[] {
  const { answers } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const groups = all.map((question) => ({
    question,
    spans: (answers[keyOf(question.name, on)] as SpansValue | undefined)?.spans ?? NO_SPANS,
  }));
  const kept = useRef<readonly Group[]>(groups);
  const same =
    groups.length === kept.current.length &&
    groups.every(
      ({ question, spans }, at) =>
        question === kept.current[at]?.question && spans === kept.current[at]?.spans,
    );
  if (!same) kept.current = groups;
  return kept.current;
}

/** The text tied to its nodes, once they are on the page; again when a formula is drawn late. */
function useDrawn(text: React.RefObject<HTMLDivElement | null>, shown: Root): DrawnText | null {
  const [drawn, setDrawn] = useState<{ of: Root; text: DrawnText } | null>(null);
  useLayoutEffect(() => {
    const element = text.current;
    if (!element) return;
    const reading = new Reading(shown);
    const tie = () => setDrawn({ of: shown, text: new DrawnText(element, reading) });
    tie();
    const observer = new MutationObserver(tie);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [text, shown]);
  return drawn?.of === shown ? drawn.text : null;
}

function usePaint(
  selecting: Selecting,
  drawn: DrawnText | null,
  groups: readonly Group[],
  sight: Stretch | null,
): void {
  const paint = useMemo(() => drawn && new Paint(drawn, selecting.offsets), [drawn, selecting]);
  useLayoutEffect(() => () => paint?.clear(), [paint]);
  useLayoutEffect(() => paint?.show(groups, sight), [paint, groups, sight]);
  useLayoutEffect(() => {
    if (!paint) return;
    const show = () => {
      const { current } = selecting;
      paint.showOver(current && unitsOf(selecting.offsets, current), current ? null : selecting.selected());
    };
    show();
    const stops = [selecting.state.subscribe(show), markingOf(selecting.item).subscribe(show)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [paint, selecting]);
}
