import type { Annotator } from '../compare/annotators';
import { Badge } from '../compare/Who';
import { useTranslation } from '../i18n';
import { keyOf } from '../questions/form';
import review from '../review/review.module.css';
import type { AdjudicationWork } from '../review/types';
import { timeWords } from '../review/wording';
import { Icon } from '../ui/Icon';
import type { Settlement } from './rules';
import css from './settle.module.css';

/** The people by number; their digit, or a click, makes their whole answer the final one. */
export function PeopleTaken(props: {
  annotators: readonly Annotator[];
  settlement: Settlement;
  /** Whether digits take whole answers now. */
  whole: boolean;
  work: AdjudicationWork;
  onTake: (annotator: Annotator) => void;
}) {
  const { t } = useTranslation('review');
  const { annotators, settlement, work } = props;
  return (
    <div className={review.people} role="group" aria-label={t('settle.takeWhole')}>
      {annotators.map((annotator, at) => {
        const given = work.annotations[at];
        const taken =
          annotator.answers.length > 0 &&
          annotator.answers.every(
            ({ question, on }) => settlement.taken[keyOf(question, on)] === annotator.id,
          );
        return (
          <button
            key={annotator.id}
            type="button"
            className={review.one}
            aria-pressed={taken}
            onClick={() => props.onTake(annotator)}
          >
            <Badge annotator={annotator} quiet />
            <span className={review.oneWords}>
              <strong dir="auto">{annotator.name}</strong>
              <small>
                {given
                  ? [
                      timeWords(given.seconds),
                      ...(given.verdict ? [t(`verdict.${given.verdict}`)] : []),
                    ].join(' · ')
                  : t('settle.suggested')}
              </small>
            </span>
            <span className={css.whole}>
              {taken ? (
                <>
                  <Icon name="check" size={13} />
                  {t('settle.taken')}
                </>
              ) : (
                <>
                  {t('settle.takeWhole')}
                  {props.whole && at < 9 && <kbd aria-hidden>{at + 1}</kbd>}
                </>
              )}
            </span>
          </button>
        );
      })}
    </div>
  );
}
