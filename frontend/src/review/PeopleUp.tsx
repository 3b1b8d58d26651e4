import { useSyncExternalStore } from 'react';
import type { Annotator } from '../compare/annotators';
import { Changes } from '../compare/Changes';
import { Badge } from '../compare/Who';
import { useTranslation } from '../i18n';
import { ago, dateTime, percent } from '../i18n/format';
import { Caps } from '../keys/Keys';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import type { Judging } from './judging';
import css from './review.module.css';
import type { Judged, Said } from './types';
import { anchorWords, quoteOf, reasonWords, timeWords } from './wording';

/** Whose answers are to be judged, with what is known of them; the current one's earlier verdicts below. */
export function PeopleUp(props: {
  judging: Judging;
  annotators: readonly Annotator[];
  onAcceptAll: () => void;
}) {
  const { t } = useTranslation('review');
  const { judging, annotators } = props;
  const { current, judged } = useSyncExternalStore(judging.state.subscribe, judging.state.get);
  const { reviews, left } = judging;
  const others = annotators.slice(reviews.length);
  return (
    <div className={css.up}>
      <div className={css.upHead}>
        <h2>{t('judge.of', { count: reviews.length })}</h2>
        {left.length > 1 && (
          <Button kind="default" size="small" icon="check" onClick={props.onAcceptAll}>
            {t('judge.acceptAll', { count: left.length })}
            <Caps chord="Alt+a" />
          </Button>
        )}
      </div>
      <div className={css.people} role="group" aria-label={t('judge.of', { count: reviews.length })}>
        {reviews.map(({ assignment_id, annotation }, at) => {
          const annotator = annotators[at];
          const verdict = judged.get(assignment_id);
          return (
            annotator && (
              <button
                key={assignment_id}
                type="button"
                className={css.one}
                aria-pressed={assignment_id === current}
                disabled={verdict !== undefined}
                onClick={() => judging.go(assignment_id)}
              >
                <Badge annotator={annotator} quiet />
                <span className={css.oneWords}>
                  <strong dir="auto">{annotator.name}</strong>
                  <small>{verdict ? t(`verdict.${verdict}`) : facts(t, annotation)}</small>
                </span>
                {verdict && <Icon name="check" size={15} />}
              </button>
            )
          );
        })}
        {others.length > 0 && (
          <span className={css.others}>
            {t('judge.others')}
            {others.map((annotator) => (
              <span key={annotator.id} className={css.other}>
                <Badge annotator={annotator} quiet />
                <span dir="auto">{annotator.name}</span>
              </span>
            ))}
          </span>
        )}
      </div>
      <Before judging={judging} />
    </div>
  );
}

type Words = ReturnType<typeof useTranslation<'review'>>['t'];
function facts(t: Words, { seconds, revision, agreement }: Judged): string {
  return [
    timeWords(seconds),
    ...(revision > 1 ? [t('judge.revision', { number: revision })] : []),
    ...(agreement !== null && agreement !== undefined
      ? [t('judge.agreement', { share: percent(agreement) })]
      : []),
  ].join(' · ');
}

/** Earlier verdicts on the answers, what their author said to them, and what else was said. */
function Before({ judging }: { judging: Judging }) {
  const { t } = useTranslation('review');
  const review = judging.current;
  const verdicts = review?.annotation.verdicts ?? [];
  const comments = review?.comments ?? [];
  const changed = review?.annotation.own_answers;
  if (!review || (verdicts.length + comments.length === 0 && !changed)) return null;
  const { form, content } = judging.held.work;
  return (
    <section className={css.before} aria-label={t('earlier.title')}>
      {verdicts.map((each) => (
        <article key={each.id}>
          <p>
            <strong>
              <time dateTime={each.created_at} title={dateTime(each.created_at)}>
                {t('earlier.by', { verdict: t(`verdict.${each.verdict}`), when: ago(each.created_at) })}
              </time>
            </strong>
            {each.reason && <span> · {reasonWords(each.reason)}</span>}
          </p>
          {each.comment && <p dir="auto">{each.comment}</p>}
          {each.appeal && (
            <blockquote className={css.appeal} dir="auto">
              <strong>{t('earlier.appeal')}</strong> {each.appeal}
            </blockquote>
          )}
        </article>
      ))}
      {changed && (
        <article>
          <p>{t('earlier.changed')}</p>
          <Changes form={form} content={content} before={changed} after={review.annotation.answers} />
        </article>
      )}
      {comments.map((each) => (
        <Remarked key={each.id} said={each} judging={judging} annotation={review.annotation} />
      ))}
    </section>
  );
}

function Remarked({ said, judging, annotation }: { said: Said; judging: Judging; annotation: Judged }) {
  const { t } = useTranslation('review');
  const { work } = judging.held;
  const quote = quoteOf(said.anchor, work, annotation.answers);
  return (
    <article>
      <p className={css.where}>
        <strong dir="auto">{said.member?.name || t(`earlier.from.${said.by}`)}</strong>
        {' · '}
        {said.anchor ? anchorWords(t, said.anchor, work) : ago(said.created_at)}
        {quote && <q dir="auto">{quote}</q>}
      </p>
      <p dir="auto">{said.text}</p>
    </article>
  );
}
