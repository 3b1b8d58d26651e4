import { memo } from 'react';
import type { CandidateResponse } from '../api/types';
import { useTranslation } from '../i18n';
import { Preferred } from './Preferred';
import css from './ResponseCard.module.css';
import { Pictures, type Show, Words } from './Source';

type Props = {
  response: CandidateResponse;
  letter: string;
  current: boolean;
  /** Whether it scrolls by itself, in step with the others. */
  scrolls: boolean;
  /** Its rank and whether it shares it; undefined without a ranking or while unranked. */
  rank: number | undefined;
  tied: boolean;
  /** How many ranks can be given by button; 0 when nothing is ranked. */
  ranks: number;
  /** How it came off where it was compared; empty unless it was preferred. */
  preferred: string;
  /** What was answered about this response, in a few words. */
  notes: string;
  show: Show;
  onPick: (id: string) => void;
  onRank: (id: string, rank: number) => void;
};

export const ResponseCard = memo(function ResponseCard(props: Props) {
  const { t } = useTranslation('label');
  const { response, letter, show } = props;
  const heading = `response-${response.id}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K do the same
    <article
      className={css.card}
      data-current={props.current || undefined}
      data-preferred={props.preferred !== '' || undefined}
      data-response={response.id}
      tabIndex={props.scrolls ? 0 : undefined}
      data-scrolls={props.scrolls ? '' : undefined}
      aria-labelledby={heading}
      onClick={() => props.onPick(response.id)}
    >
      <header className={css.head}>
        <h2 className={css.letter} id={heading}>
          <span className="visually-hidden">{t('responseWord')} </span>
          {letter}
        </h2>
        <Preferred words={props.preferred} />
        <span className={css.notes}>{props.notes}</span>
        {props.ranks === 0 && props.rank !== undefined && (
          <span className={css.rank}>{t('ranking.at', { rank: props.rank })}</span>
        )}
        {props.ranks > 0 && (
          <>
            {props.tied && <span className={css.tied}>{t('ranking.tied')}</span>}
            <div className={css.ranks} role="group" aria-label={t('ranking.of', { letter })}>
              {Array.from({ length: props.ranks }, (_, at) => at + 1).map((rank) => (
                <button
                  key={rank}
                  type="button"
                  aria-pressed={props.rank === rank}
                  aria-label={t('ranking.give', { letter, rank })}
                  onClick={(event) => {
                    event.stopPropagation();
                    props.onRank(response.id, rank);
                  }}
                >
                  {rank}
                </button>
              ))}
            </div>
          </>
        )}
      </header>
      <div className={css.body}>
        <Words show={show} place={`responses.${response.id}`} source={response.text ?? ''} />
        <Pictures show={show} handles={response.images} on={`responses.${response.id}`} />
      </div>
    </article>
  );
});
