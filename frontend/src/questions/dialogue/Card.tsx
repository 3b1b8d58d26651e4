import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Form, WrittenResponse, WrittenTurn } from '../../api/types';
import { useTranslation } from '../../i18n';
import { isTied, rankOf } from '../../rank/ranks';
import { Icon, type IconName } from '../../ui/Icon';
import { loadKinds } from '../kinds';
import { optionKeys } from '../optionKeys';
import { colourStyle } from './colour';
import css from './Dialogue.module.css';
import { blockOf, useDesk } from './desk';
import { useMoves } from './moves';
import { Pictures } from './Pictures';
import { continuing, isBlank, letterIn, saysSomething } from './rules';
import { useTextWithSpans } from './useTextWithSpans';
import { GapWords, Writing } from './Writing';

const MARKED = { version: 1, shows: [], questions: [{ kind: 'spans' }] } as unknown as Form;
const MarkResponse = lazy(async () => {
  const [part] = await Promise.all([import('./MarkResponse'), loadKinds(MARKED)]);
  return part;
});

/** One response: its rank, its words and pictures, and what is said about it. */
export function Card({ turn, response }: { turn: WrittenTurn; response: WrittenResponse }) {
  const { t } = useTranslation('label');
  const { question, missing, id, goTo } = useDesk();
  const place = { turn: turn.id, response: response.id };
  const letter = letterIn(turn, response.id);
  const name = t('dialogue.response', { letter });
  const setText = useTextWithSpans(place);
  const [marking, setMarking] = useState(false);
  const drop = useRankDrop(turn, response.id);
  const heading = `${id}-${turn.id}-${response.id}-title`;
  const gap = missing.find((each) => each.turn === turn.id && each.response === response.id)?.gap;
  return (
    <li
      ref={drop.element}
      className={css.card}
      data-block={blockOf(place)}
      data-tie={tieOf(turn, response.id)}
      data-drop={drop.zone}
      aria-labelledby={heading}
    >
      <header className={css.cardHead}>
        <Badge turn={turn} response={response} />
        <h4 id={heading} className={css.cardTitle}>
          {name}
        </h4>
      </header>
      <Writing
        place={place}
        name={name}
        placeholder={t('dialogue.responsePlaceholder')}
        text={response.text}
        onText={setText}
        takesImages={question.response_images}
        images={response.images}
        instead={
          marking && (
            <Suspense>
              <MarkResponse
                place={place}
                response={response}
                letter={letter}
                onDone={() => {
                  flushSync(() => setMarking(false));
                  goTo(place);
                }}
              />
            </Suspense>
          )
        }
        tools={
          question.labels.length > 0 && (
            <button
              type="button"
              className={css.quiet}
              aria-pressed={marking}
              disabled={!marking && response.text === ''}
              onClick={() => setMarking(!marking)}
            >
              {t('dialogue.mark')}
              <span className="visually-hidden">{t('dialogue.markOf', { letter })}</span>
              {response.spans.length > 0 && <span className={css.marks}>{response.spans.length}</span>}
            </button>
          )
        }
      />
      {/* After the text, so that Tab goes from field to field; drawn at the top. */}
      <div className={css.cardTools}>
        <Continue turn={turn} response={response} />
        <Tools turn={turn} response={response} />
      </div>
      <Pictures images={response.images} name={name} place={place} />
      {!isBlank(response) && (
        <>
          <Tags place={place} response={response} letter={letter} />
          <Ratings place={place} response={response} letter={letter} />
        </>
      )}
      {gap?.reason === 'unrated' && <GapWords gap={gap} />}
    </li>
  );
}

/** Where a response stands in its tie, so that the cards of a rank are drawn as one group. */
function tieOf({ ranks, responses }: WrittenTurn, id: string): 'first' | 'middle' | 'last' | undefined {
  const rank = ranks.find((each) => each.includes(id));
  if (!rank || rank.length < 2) return undefined;
  const shown = responses.filter((each) => rank.includes(each.id));
  const at = shown.findIndex((each) => each.id === id);
  return at === 0 ? 'first' : at === shown.length - 1 ? 'last' : 'middle';
}

/** The rank, which is also the handle to drag by. */
function Badge({ turn, response }: { turn: WrittenTurn; response: WrittenResponse }) {
  const { t } = useTranslation('label');
  const handle = useRef<HTMLSpanElement>(null);
  const rank = rankOf(turn.ranks, response.id) ?? 0;
  const tied = isTied(turn.ranks, response.id);
  const many = turn.responses.length > 1;
  const { id: turnId } = turn;
  const { id } = response;
  useEffect(() => {
    if (!handle.current || !many) return;
    return draggable({
      element: handle.current,
      getInitialData: () => ({ dialogueTurn: turnId, id }),
    });
  }, [many, turnId, id]);
  return (
    <span
      ref={handle}
      className={css.badge}
      data-many={many || undefined}
      title={many ? t('dialogue.drag') : undefined}
    >
      {many && <Icon name="grip" size={13} />}
      <span aria-hidden>{rank}</span>
      {tied && (
        <span className={css.tied} aria-hidden>
          {t('dialogue.tied')}
        </span>
      )}
      <span className="visually-hidden">{t(tied ? 'dialogue.rankTied' : 'dialogue.rank', { rank })}</span>
    </span>
  );
}

/** Which response the next turn goes on from; the best one, as long as nobody says otherwise. */
function Continue({ turn, response }: { turn: WrittenTurn; response: WrittenResponse }) {
  const { t } = useTranslation('label');
  const { question, composer } = useDesk();
  if (question.max_turns < 2 || turn.responses.length < 2 || !saysSomething(response)) return null;
  const here = continuing(turn)?.id === response.id;
  const letter = letterIn(turn, response.id);
  return (
    <button
      type="button"
      className={css.goesOn}
      aria-pressed={here}
      aria-label={t('dialogue.continueWith', { letter })}
      title={t('dialogue.continueWith', { letter })}
      onClick={() =>
        composer.changeTurn(turn.id, (now) => ({
          ...now,
          continues_with: now.continues_with === response.id ? null : response.id,
        }))
      }
    >
      <Icon name="arrowRight" size={14} />
      {t('dialogue.goesOn')}
    </button>
  );
}

/** The buttons of a card: one stop of the Tab key, the arrows go from one to the next. */
function Tools({ turn, response }: { turn: WrittenTurn; response: WrittenResponse }) {
  const { t } = useTranslation('label');
  const { question } = useDesk();
  const move = useMoves();
  const place = { turn: turn.id, response: response.id };
  const letter = letterIn(turn, response.id);
  const rank = rankOf(turn.ranks, response.id) ?? 1;
  const tied = isTied(turn.ranks, response.id);
  const many = turn.responses.length > 1;
  const tools: { move: 'up' | 'down' | 'tie' | 'remove'; icon: IconName; off: boolean }[] = [
    ...(many
      ? ([
          { move: 'up', icon: 'arrowUp', off: rank === 1 && !tied },
          { move: 'down', icon: 'arrowDown', off: rank === turn.ranks.length && !tied },
          ...(question.ties ? [{ move: 'tie', icon: 'link', off: rank === 1 } as const] : []),
        ] as const)
      : []),
    { move: 'remove', icon: 'trash', off: false },
  ];
  return (
    <div
      className={css.tools}
      role="toolbar"
      aria-label={t('dialogue.tools', { letter })}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const all = [...event.currentTarget.querySelectorAll('button')];
        const at = all.indexOf(document.activeElement as HTMLButtonElement);
        all[(at + by + all.length) % all.length]?.focus();
      }}
    >
      {tools.map((tool, at) => (
        <button
          key={tool.move}
          type="button"
          data-move={tool.move}
          // Disabled buttons would lose the focus that the arrows bring them.
          aria-disabled={tool.off || undefined}
          tabIndex={at === 0 ? 0 : -1}
          title={t(`dialogue.${tool.move}`, { letter })}
          aria-label={t(`dialogue.${tool.move}`, { letter })}
          onClick={() => !tool.off && move(tool.move, place)}
        >
          <Icon name={tool.icon} size={15} />
        </button>
      ))}
    </div>
  );
}

type Said = { place: { turn: string; response: string }; response: WrittenResponse; letter: string };

function Tags({ place, response, letter }: Said) {
  const { t } = useTranslation('label');
  const { question, composer } = useDesk();
  if (question.tags.length === 0) return null;
  const keys = optionKeys(question.tags, undefined, 'dialogue');
  const toggle = (tag: string) =>
    composer.changeResponse(place.turn, place.response, (now) => ({
      ...now,
      tags: now.tags.includes(tag) ? now.tags.filter((each) => each !== tag) : [...now.tags, tag],
    }));
  return (
    <div className={css.tags} role="group" aria-label={t('dialogue.tagsOf', { letter })}>
      {question.tags.map(({ value, title, description, colour }, at) => (
        <label key={value} className={css.tag} title={description || undefined}>
          <input type="checkbox" checked={response.tags.includes(value)} onChange={() => toggle(value)} />
          {colour && <span className={css.dot} style={colourStyle(colour)} />}
          {title}
          {keys[at] && <kbd aria-hidden>{keys[at]?.toUpperCase()}</kbd>}
        </label>
      ))}
    </div>
  );
}

function Ratings({ place, response, letter }: Said) {
  const { t } = useTranslation('label');
  const { question, composer, id } = useDesk();
  const rate = (name: string, value: number) =>
    composer.changeResponse(place.turn, place.response, (now) => ({
      ...now,
      ratings: { ...now.ratings, [name]: value },
    }));
  return question.ratings.map(({ name, title, options }) => (
    <div
      key={name}
      className={css.rating}
      role="radiogroup"
      aria-label={t('dialogue.ratingOf', { title, letter })}
    >
      <span className={css.ratingTitle}>{title}</span>
      {options.map((point) => (
        <label key={point.value} className={css.point} title={point.title}>
          <input
            type="radio"
            name={`${id}-${blockOf(place)}-${name}`}
            aria-label={point.title === String(point.value) ? point.title : `${point.value}: ${point.title}`}
            checked={response.ratings[name] === point.value}
            onChange={() => rate(name, point.value)}
          />
          <span aria-hidden>{point.value}</span>
        </label>
      ))}
      <span className={css.pointName} aria-hidden>
        {nameOf(options, response.ratings[name])}
      </span>
    </div>
  ));
}

const nameOf = (options: readonly { value: number; title: string }[], given: number | undefined): string => {
  const point = options.find(({ value }) => value === given);
  return point && point.title !== String(point.value) ? point.title : '';
};

type Zone = 'before' | 'tie' | 'after';

/** Dropped on the upper or lower part of a card a response gets a rank before or after it, in the middle it ties. */
function useRankDrop(turn: WrittenTurn, onto: string) {
  const { question } = useDesk();
  const move = useMoves();
  const element = useRef<HTMLLIElement>(null);
  const [zone, setZone] = useState<Zone>();
  const latest = useRef(move);
  latest.current = move;
  const { id: turnId } = turn;
  const { ties } = question;
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.dialogueTurn === turnId && source.data.id !== onto,
      getData: ({ input, element: card }) => ({
        zone: zoneAt(input.clientY, card.getBoundingClientRect(), ties),
      }),
      onDrag: ({ self }) => setZone(self.data.zone as Zone),
      onDragLeave: () => setZone(undefined),
      onDrop: ({ source, self }) => {
        setZone(undefined);
        latest.current(self.data.zone as Zone, { turn: turnId, response: String(source.data.id) }, onto);
      },
    });
  }, [turnId, onto, ties]);
  return { element, zone };
}

function zoneAt(y: number, { top, height }: DOMRect, ties: boolean): Zone {
  const part = (y - top) / height;
  if (!ties) return part < 0.5 ? 'before' : 'after';
  return part < 0.3 ? 'before' : part > 0.7 ? 'after' : 'tie';
}
