import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { lazy, memo, Suspense, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Form, WrittenResponse } from '../../api/types';
import { useTranslation } from '../../i18n';
import { Icon, type IconName } from '../../ui/Icon';
import { loadKinds } from '../kinds';
import css from './Dialogue.module.css';
import { blockOf, useDesk } from './desk';
import { useMoves } from './moves';
import { Pictures } from './Pictures';
import { isBlank, saysSomething } from './rules';
import { Ratings, Tags } from './Said';
import type { Standing } from './standing';
import { useRankDrop } from './useRankDrop';
import { useTextWithSpans } from './useTextWithSpans';
import { GapWords, Writing } from './Writing';

const MARKED = { version: 1, shows: [], questions: [{ kind: 'spans' }] } as unknown as Form;
const MarkResponse = lazy(async () => {
  const [part] = await Promise.all([import('./MarkResponse'), loadKinds(MARKED)]);
  return part;
});

type Props = Standing & { response: WrittenResponse };

/** One response: its rank, its words and pictures, and what is said about it. */
export const Card = memo(function Card(props: Props) {
  const { t } = useTranslation('label');
  const { question, missing, id, goTo } = useDesk();
  const { turn, response, letter } = props;
  const place = { turn, response: response.id };
  const name = t('dialogue.response', { letter });
  const setText = useTextWithSpans(place);
  const [marking, setMarking] = useState(false);
  const drop = useRankDrop(turn, response.id);
  const heading = `${id}-${turn}-${response.id}-title`;
  const gap = missing.find((each) => each.turn === turn && each.response === response.id)?.gap;
  return (
    <li
      ref={drop.element}
      className={css.card}
      data-block={blockOf(place)}
      data-tie={props.group}
      data-drop={drop.zone}
      aria-labelledby={heading}
    >
      <header className={css.cardHead}>
        <Badge {...props} />
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
        <Continue {...props} />
        <Tools {...props} />
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
});

/** The rank, which is also the handle to drag by. */
function Badge({ turn, response, rank, tied, many }: Props) {
  const { t } = useTranslation('label');
  const handle = useRef<HTMLSpanElement>(null);
  const { id } = response;
  useEffect(() => {
    if (!handle.current || !many) return;
    return draggable({
      element: handle.current,
      getInitialData: () => ({ dialogueTurn: turn, id }),
    });
  }, [many, turn, id]);
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
function Continue({ turn, response, letter, many, goesOn }: Props) {
  const { t } = useTranslation('label');
  const { question, composer } = useDesk();
  if (question.max_turns < 2 || !many || !saysSomething(response)) return null;
  return (
    <button
      type="button"
      className={css.goesOn}
      aria-pressed={goesOn}
      aria-label={t('dialogue.continueWith', { letter })}
      title={t('dialogue.continueWith', { letter })}
      onClick={() =>
        composer.changeTurn(turn, (now) => ({
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
function Tools({ turn, response, letter, rank, last, tied, many }: Props) {
  const { t } = useTranslation('label');
  const { question } = useDesk();
  const move = useMoves();
  const place = { turn, response: response.id };
  const tools: { move: 'up' | 'down' | 'tie' | 'remove'; icon: IconName; off: boolean }[] = [
    ...(many
      ? ([
          { move: 'up', icon: 'arrowUp', off: rank === 1 && !tied },
          { move: 'down', icon: 'arrowDown', off: last && !tied },
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
