import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { WrittenTurn } from '../../api/types';
import { useTranslation } from '../../i18n';
import { KeyHint } from '../../keys/Keys';
import { Icon } from '../../ui/Icon';
import { Card } from './Card';
import css from './Dialogue.module.css';
import { useDesk } from './desk';
import { Pictures } from './Pictures';
import { Progress } from './Progress';
import { RemoveTurn } from './RemoveTurn';
import { inOrder, isBlank, saysSomething } from './rules';
import { standingOf } from './standing';
import { GapWords, Writing } from './Writing';

/** The turn that is being written: its prompt, and its responses from best to worst. */
export function Turn(props: {
  turn: WrittenTurn;
  number: number;
  /** The conversation so far ends with words of the user. */
  awaits: boolean;
  /** Turns that were written after this one. */
  later: boolean;
  onAddResponse: () => void;
  onRemove: (() => void) | null;
}) {
  const { t } = useTranslation('label');
  const { turn, number } = props;
  const { question, composer, missing, goTo } = useDesk();
  // Where the user has the last word already, a prompt would be a second one.
  const [prompted, setPrompted] = useState(!props.awaits || saysSomething(turn.prompt));
  const place = { turn: turn.id, response: null };
  const name = t('dialogue.promptOf', { number });
  const written = turn.responses.filter((each) => !isBlank(each)).length;
  const many = turn.responses.length > 1;
  const gap = missing.find(
    (each) => each.turn === turn.id && !each.response && each.gap.reason !== 'prompt',
  )?.gap;
  return (
    <section className={css.turn} data-open aria-label={t('dialogue.turn', { number })}>
      <header className={css.turnHead}>
        <h4 className={css.turnTitle}>{t('dialogue.turn', { number })}</h4>
        <Progress
          what="responses"
          count={written}
          least={question.min_responses}
          most={question.max_responses}
        />
        <span className={css.spring} />
        {props.onRemove && <RemoveTurn number={number} onRemove={props.onRemove} />}
      </header>
      {props.later && <p className={css.hint}>{t('dialogue.laterGoOn')}</p>}
      {prompted ? (
        <div className={css.prompt} data-block={turn.id}>
          <span className={css.who}>{t('dialogue.prompt')}</span>
          <Writing
            place={place}
            name={name}
            placeholder={t('dialogue.promptPlaceholder')}
            text={turn.prompt.text}
            onText={(text) =>
              composer.changeTurn(turn.id, (now) => ({ ...now, prompt: { ...now.prompt, text } }))
            }
            takesImages={question.prompt_images}
            images={turn.prompt.images}
          />
          <Pictures images={turn.prompt.images} name={name} place={place} />
        </div>
      ) : (
        <button
          type="button"
          className={css.quiet}
          data-block={turn.id}
          onClick={() => {
            flushSync(() => setPrompted(true));
            goTo(place);
          }}
        >
          <Icon name="plus" size={14} />
          {t('dialogue.addPrompt')}
        </button>
      )}
      {many && <p className={css.hint}>{t(question.ties ? 'dialogue.orderTies' : 'dialogue.order')}</p>}
      <ol className={css.cards}>
        {inOrder(turn).map((response) => (
          <Card key={response.id} response={response} {...standingOf(turn, response.id)} />
        ))}
      </ol>
      {gap && <GapWords gap={gap} />}
      {turn.responses.length < question.max_responses && (
        <button type="button" className={css.add} data-add-response onClick={props.onAddResponse}>
          <Icon name="plus" size={16} />
          {t('dialogue.addResponse')}
          <KeyHint command="addResponse" />
        </button>
      )}
    </section>
  );
}
