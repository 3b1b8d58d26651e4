import {
  type DragEvent,
  type FocusEvent,
  lazy,
  type RefObject,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import type { DialogueQuestion, DialogueValue } from '../../api/types';
import { SessionContext } from '../../app/session';
import { useTranslation } from '../../i18n';
import { KeyHint } from '../../keys/Keys';
import { useMode } from '../../keys/useCommands';
import { Icon } from '../../ui/Icon';
import type { FieldProps } from '../kind';
import { optionFor } from '../optionKeys';
import { turnsOf } from '../target';
import { Chat } from './Chat';
import { Composer } from './composer';
import css from './Dialogue.module.css';
import { blockOf, type Desk, DeskContext, placeOf, useDesk } from './desk';
import { GoesOnFrom } from './GoesOnFrom';
import { type Move, useMoves } from './moves';
import { Progress } from './Progress';
import { forgetPicturesOf, type Place, pictureOf } from './pictures';
import {
  addResponse,
  addTurn,
  continuing,
  isBlank,
  letterIn,
  type Missing,
  missingIn,
  removeTurn,
  restoreTurn,
  sizeOf,
  whole,
} from './rules';
import { Turn } from './Turn';

const ZoomDialog = lazy(() => import('../../label/ZoomDialog'));

type Props = FieldProps<DialogueQuestion, DialogueValue>;
type Gone = { words: string; undo: () => void; count: number };

/** A dialogue as it is written: earlier turns as a chat, one turn open, the next one a key away. */
export function Field(props: Props) {
  const { question, item, target, value } = props;
  const { t } = useTranslation('label');
  const composer = useMemo(() => new Composer(item, question, target.on), [item, question, target.on]);
  const dialogue = useMemo(() => whole(question, value), [question, value]);
  const { tried } = useSyncExternalStore(item.state.subscribe, item.state.get);
  const missing = useMissing(tried, question, dialogue, target.awaits ?? false);
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => dialogue.turns.at(-1)?.id ?? 't1');
  const [current, setCurrent] = useState(() => firstBlock(dialogue, target.awaits ?? false));
  const [said, setSaid] = useState('');
  const [gone, setGone] = useState<Gone | null>(null);
  const [zoomed, setZoomed] = useState<{ assets: readonly string[]; first: string } | null>(null);
  const session = useContext(SessionContext);
  const organisation = session?.organisation.slug;
  useEffect(() => () => forgetPicturesOf(question), [question]);

  const desk: Desk = useMemo(() => {
    const focus = (place: Place) => {
      const block = root.current?.querySelector(`[data-block="${CSS.escape(blockOf(place))}"]`);
      const area = block?.querySelector<HTMLElement>('[data-area]');
      area?.focus({ preventScroll: true });
      block?.scrollIntoView({ block: 'nearest' });
    };
    return {
      question,
      item,
      composer,
      sender:
        item.claim && organisation
          ? { organisation, project: item.claim.project, assignment: item.claim.id }
          : null,
      current,
      missing,
      first: turnsOf(item.subject.content.messages ?? []).length - (target.awaits ? 1 : 0),
      id: props.id,
      live: props.live,
      say: setSaid,
      offer: (words, undo) => {
        flushSync(() => setGone((now) => ({ words, undo, count: (now?.count ?? 0) + 1 })));
        // What had the focus may be gone with what was removed.
        if (!root.current?.contains(document.activeElement))
          root.current?.querySelector<HTMLElement>('[data-undo]')?.focus();
      },
      goTo: (place) => {
        flushSync(() => {
          setOpen(place.turn);
          setCurrent(blockOf(place));
        });
        focus(place);
      },
      onZoom: (assets, first) => setZoomed({ assets, first }),
    };
  }, [question, item, composer, organisation, current, missing, target.awaits, props.id, props.live]);

  return (
    <DeskContext value={desk}>
      <Dialogue
        {...props}
        root={root}
        dialogue={dialogue}
        open={open}
        onCurrent={setCurrent}
        gone={gone}
        onUndone={() => setGone(null)}
      />
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {zoomed && (
        <Suspense>
          <ZoomDialog
            pictures={picturesIn(zoomed.assets, item.assets)}
            first={zoomed.first}
            onClose={() => setZoomed(null)}
          />
        </Suspense>
      )}
      <span className="visually-hidden">{t('dialogue.label')}</span>
    </DeskContext>
  );
}

const NOTHING: readonly Missing[] = [];
/** What is missing, the same list as long as the same is missing: while one types, other cards stay as they are. */
function useMissing(
  tried: boolean,
  question: DialogueQuestion,
  dialogue: DialogueValue,
  awaits: boolean,
): readonly Missing[] {
  const known = useRef(NOTHING);
  return useMemo(() => {
    const now = tried ? missingIn(question, dialogue, awaits) : NOTHING;
    if (JSON.stringify(now) !== JSON.stringify(known.current)) known.current = now;
    return known.current;
  }, [tried, question, dialogue, awaits]);
}

const picturesIn = (assets: readonly string[], known: Props['item']['assets']) =>
  new Map(
    assets.flatMap((asset) => {
      const picture = pictureOf(asset, known);
      return picture ? [[asset, picture] as const] : [];
    }),
  );

/** Where writing begins: the first prompt or response without words in the last turn. */
function firstBlock({ turns }: DialogueValue, awaits: boolean): string {
  const turn = turns.at(-1);
  if (!turn) return 't1';
  const asked = turn.prompt.text !== '' || (awaits && turns.length === 1);
  const empty = asked ? turn.responses.find(({ text }) => text === '') : undefined;
  return blockOf({ turn: turn.id, response: empty?.id ?? null });
}

/** The turns with everything that acts on them. */
function Dialogue(
  props: Props & {
    root: RefObject<HTMLDivElement | null>;
    dialogue: DialogueValue;
    open: string;
    onCurrent: (block: string) => void;
    gone: Gone | null;
    onUndone: () => void;
  },
) {
  const { t } = useTranslation('label');
  const { question, dialogue, open, target, root } = props;
  const { turns } = dialogue;
  const awaits = target.awaits ?? false;
  const acts = useActs(props);
  const inside = useFocusWithin(props.onCurrent);
  useDialogueKeys(props, acts, inside.within);
  useSoughtGap(props, root);
  const last = turns.at(-1);
  const goesOn = last !== undefined && continuing(last) !== undefined;
  const { turns: begun } = sizeOf(dialogue);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file dropped beside the fields must not replace the page
    <div
      ref={root}
      className={css.dialogue}
      {...inside.handlers}
      onDragOver={refuseFiles}
      onDrop={refuseFiles}
    >
      <GoesOnFrom awaits={awaits} />
      {(question.max_turns > 1 || turns.length > 1) && (
        <Progress what="turns" count={begun} least={question.min_turns} most={question.max_turns} />
      )}
      {turns.map((turn, at) => {
        const number = acts.first + at + 1;
        return turn.id === open || turns.length === 1 ? (
          <Turn
            key={turn.id}
            turn={turn}
            number={number}
            awaits={awaits && at === 0}
            later={at < turns.length - 1}
            onAddResponse={acts.addResponse}
            onRemove={turns.length > 1 ? () => acts.removeTurn(turn.id) : null}
          />
        ) : (
          <Chat
            key={turn.id}
            turn={turn}
            number={number}
            onEdit={() => acts.openTurn(turn.id)}
            onRemove={() => acts.removeTurn(turn.id)}
          />
        );
      })}
      {props.gone && (
        <div className={css.gone} role="status">
          <span>{props.gone.words}</span>
          <button
            key={props.gone.count}
            type="button"
            className={css.undo}
            data-undo
            onClick={() => {
              const undo = props.gone?.undo;
              props.onUndone();
              undo?.();
            }}
          >
            {t('dialogue.undo')}
          </button>
          <button
            type="button"
            className={css.icon}
            aria-label={t('close', { ns: 'common' })}
            onClick={props.onUndone}
          >
            <Icon name="close" size={15} />
          </button>
        </div>
      )}
      {turns.length < question.max_turns && (
        <div className={css.next}>
          <button
            type="button"
            className={css.addTurn}
            data-add-turn
            disabled={!goesOn}
            onClick={acts.addTurn}
          >
            <Icon name="plus" size={16} />
            {t('dialogue.addTurn')}
            <KeyHint command="addTurn" />
          </button>
          {!goesOn && <span className={css.hint}>{t('dialogue.addTurnWhy')}</span>}
        </div>
      )}
    </div>
  );
}

function refuseFiles(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
}

/** Submitting leads to what is missing first, whenever it is tried. */
function useSoughtGap({ item, question, target, live }: Props, root: RefObject<HTMLDivElement | null>): void {
  const { composer, goTo } = useDesk();
  const go = useRef(() => {});
  go.current = () => {
    const [first] = missingIn(question, composer.value, target.awaits ?? false);
    if (!first) return;
    const { turn, response, gap } = first;
    const turns = composer.value.turns;
    if (turn === null) root.current?.querySelector<HTMLElement>('[data-add-turn]')?.focus();
    else if (gap.reason !== 'responses') goTo({ turn, response });
    else {
      const empty = turns.find(({ id }) => id === turn)?.responses.find(isBlank);
      goTo({ turn, response: empty?.id ?? null });
      if (!empty) root.current?.querySelector<HTMLElement>('[data-add-response]')?.focus();
    }
  };
  useEffect(() => {
    if (!live) return;
    let before = item.state.get();
    return item.state.subscribe(() => {
      const now = item.state.get();
      // Nothing was answered and no other question gone to, and yet it changed: a gap was sought.
      const sought = now.tried && now.answers === before.answers && now.question === before.question;
      before = now;
      if (sought && now.question === question.name) queueMicrotask(() => go.current());
    });
  }, [item, question, live]);
}

type Acts = ReturnType<typeof useActs>;
/** What can be done to the dialogue as a whole. */
function useActs({ open }: { open: string }) {
  const { t } = useTranslation('label');
  const { composer, question, first, say, goTo, offer } = useDesk();
  const numberOf = (id: string) => first + composer.value.turns.findIndex((turn) => turn.id === id) + 1;
  const openTurn = (id: string) => goTo({ turn: id, response: null });
  return {
    first,
    openTurn,
    addResponse: () => {
      const turn = composer.turn(open) ?? composer.value.turns.at(-1);
      if (!turn || turn.responses.length >= question.max_responses) return;
      const added = addResponse(turn);
      composer.changeTurn(turn.id, () => added.turn);
      say(t('dialogue.said.added', { letter: letterIn(added.turn, added.id) }));
      goTo({ turn: turn.id, response: added.id });
    },
    addTurn: () => {
      const { turns } = composer.value;
      const last = turns.at(-1);
      if (!last || turns.length >= question.max_turns) return;
      if (!continuing(last)) return say(t('dialogue.addTurnWhy'));
      const added = addTurn(question, composer.value);
      composer.change(() => added.value);
      say(t('dialogue.said.turn', { number: numberOf(added.id) }));
      openTurn(added.id);
    },
    removeTurn: (id: string) => {
      const before = composer.value;
      const number = numberOf(id);
      composer.change((now) => removeTurn(now, id));
      const { turns } = composer.value;
      if (id === open) openTurn(turns.at(-1)?.id ?? 't1');
      offer(t('dialogue.gone.turn', { number }), () => {
        composer.change((now) => restoreTurn(now, before, id));
        openTurn(id);
      });
    },
  };
}

/** Whether the focus is in the dialogue, and in which block it was last. */
function useFocusWithin(onCurrent: (block: string) => void) {
  const [within, setWithin] = useState(false);
  const handlers = {
    onFocus: ({ target }: FocusEvent) => {
      setWithin(true);
      const block = target.closest<HTMLElement>('[data-block]')?.dataset.block;
      if (block) onCurrent(block);
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!currentTarget.contains(relatedTarget)) setWithin(false);
    },
  };
  return { within, handlers };
}

/** The keys of the mode `dialogue`, while the focus is in it. */
function useDialogueKeys({ live }: Props, acts: Acts, within: boolean): void {
  const { current, question, composer } = useDesk();
  const move = useMoves();
  const act = (which: Move) => () => {
    const { turn, response } = placeOf(current);
    if (response) move(which, { turn, response });
    return true;
  };
  const tag = (key: string): boolean => {
    const { turn, response } = placeOf(current);
    const option = question.tags[optionFor(question.tags, key, undefined, 'dialogue')];
    const inCard = document.activeElement?.closest('[data-block]') !== null;
    if (!response || !option || !inCard) return false;
    composer.changeResponse(turn, response, (now) => ({
      ...now,
      tags: now.tags.includes(option.value)
        ? now.tags.filter((each) => each !== option.value)
        : [...now.tags, option.value],
    }));
    return true;
  };
  useMode(
    'dialogue',
    live && within,
    {
      addResponse: () => {
        acts.addResponse();
        return true;
      },
      addTurn: () => {
        acts.addTurn();
        return true;
      },
      responseUp: act('up'),
      responseDown: act('down'),
      tieResponse: () => (question.ties ? act('tie')() : true),
      removeResponse: act('remove'),
    },
    tag,
  );
}
