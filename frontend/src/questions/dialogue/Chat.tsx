import { memo } from 'react';
import type { WrittenResponse, WrittenTurn } from '../../api/types';
import { useTranslation } from '../../i18n';
import { isTied, rankOf } from '../../rank/ranks';
import { MarkdownText } from '../../text/MarkdownText';
import { Icon } from '../../ui/Icon';
import css from './Dialogue.module.css';
import { useDesk } from './desk';
import { Pictures } from './Pictures';
import { RemoveTurn } from './RemoveTurn';
import { continuing, inOrder, isBlank, letterIn, saysSomething } from './rules';

/** A turn that is not being written: the prompt and the response it goes on with; the others wait behind a line. */
export const Chat = memo(function Chat(props: {
  turn: WrittenTurn;
  number: number;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('label');
  const { missing } = useDesk();
  const { turn, number } = props;
  const chosen = continuing(turn);
  const others = inOrder(turn).filter((each) => each !== chosen && !isBlank(each));
  const gap = missing.some((each) => each.turn === turn.id);
  return (
    <section className={css.turn} aria-label={t('dialogue.turn', { number })} data-gap={gap || undefined}>
      <header className={css.turnHead}>
        <h4 className={css.turnTitle}>{t('dialogue.turn', { number })}</h4>
        <span className={css.spring} />
        {gap && (
          <span className={css.gapWords}>
            <Icon name="alert" size={14} />
            {t('gap.unfinished')}
          </span>
        )}
        <button
          type="button"
          className={css.quiet}
          aria-label={t('dialogue.editTurn', { number })}
          onClick={props.onEdit}
        >
          <Icon name="pencil" size={14} />
          {t('dialogue.edit')}
        </button>
        <RemoveTurn number={number} onRemove={props.onRemove} />
      </header>
      {(saysSomething(turn.prompt) || !chosen) && (
        <Bubble
          who={t('content.role.user')}
          user
          block={turn.prompt}
          name={t('dialogue.promptOf', { number })}
        />
      )}
      {chosen && <Bubble who={whoIs(t, turn, chosen)} block={chosen} name={responseName(t, turn, chosen)} />}
      {others.length > 0 && (
        <details className={css.others}>
          <summary>{t('dialogue.others', { count: others.length })}</summary>
          {others.map((each) => (
            <Bubble
              key={each.id}
              who={whoIs(t, turn, each)}
              block={each}
              name={responseName(t, turn, each)}
            />
          ))}
        </details>
      )}
    </section>
  );
});

type Translate = ReturnType<typeof useTranslation<'label'>>['t'];
const responseName = (t: Translate, turn: WrittenTurn, { id }: WrittenResponse): string =>
  t('dialogue.response', { letter: letterIn(turn, id) });
function whoIs(t: Translate, turn: WrittenTurn, response: WrittenResponse): string {
  const name = responseName(t, turn, response);
  if (turn.responses.length < 2) return name;
  const rank = rankOf(turn.ranks, response.id) ?? 0;
  return `${name} · ${t(isTied(turn.ranks, response.id) ? 'dialogue.rankTied' : 'dialogue.rank', { rank })}`;
}

export function Bubble(props: {
  who: string;
  user?: boolean;
  block: { text: string; images: readonly string[] };
  name: string;
}) {
  const { t } = useTranslation('label');
  const { block } = props;
  return (
    <div className={css.bubble} data-user={props.user || undefined}>
      <span className={css.who}>{props.who}</span>
      {block.text ? (
        <MarkdownText source={block.text} lines="kept" />
      ) : (
        block.images.length === 0 && <p className={css.hint}>{t('dialogue.nothing')}</p>
      )}
      <Pictures images={block.images} name={props.name} />
    </div>
  );
}
