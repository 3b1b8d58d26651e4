import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { Answer } from '../api/types';
import type { Annotator } from '../compare/annotators';
import { Changes } from '../compare/Changes';
import { useTranslation } from '../i18n';
import { Caps } from '../keys/Keys';
import { Item } from '../label/item';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import type { Judging } from './judging';
import css from './review.module.css';
import { NO_OPINION } from './rules';
import type { UpForReview } from './types';
import { Reasons } from './VerdictBar';
import { Widgets } from './Widgets';

const HelpDialog = lazy(() => import('../keys/HelpDialog'));

/** The author's answers in the real fields, to be mended; what changes is shown before it is sent. */
export default function Correcting(props: {
  judging: Judging;
  review: UpForReview;
  annotator: Annotator;
  /** False when something is lacking. */
  onSend: (answers: readonly Answer[]) => boolean;
}) {
  const { t } = useTranslation('review');
  const { judging, review, annotator } = props;
  const { ready } = judging.held;
  const { assignment } = ready;
  const [item, setItem] = useState(() => itemOf(judging, review));
  const [open, setOpen] = useState<'help' | 'check' | null>(null);
  const shown = useMemo(
    () => ({ ...ready, item, assignment: { ...assignment, id: review.assignment_id } }),
    [ready, item, assignment, review.assignment_id],
  );
  const back = useCallback(() => judging.opine({ verdict: null }), [judging]);
  const check = useCallback(() => {
    if (!item.seekGap()) setOpen('check');
  }, [item]);
  const reset = () => {
    judging.opine({ answers: null });
    setItem(itemOf(judging, { ...review }));
  };
  return (
    <>
      <Widgets
        ready={shown}
        open={open !== null}
        label={t('correct.label', { name: annotator.name })}
        title={t('correct.title', { name: annotator.name })}
        onSubmit={check}
        onLeave={back}
        onHelp={() => setOpen('help')}
        footer={
          <>
            <button type="button" className={css.send} data-submit onClick={check}>
              {t('correct.check')}
              <Caps chord="Mod+Enter" />
            </button>
            <Button kind="default" size="small" onClick={back}>
              {t('correct.back')}
              <Caps chord="Escape" />
            </Button>
            <Button kind="default" size="small" icon="undo" onClick={reset}>
              {t('correct.reset')}
            </Button>
          </>
        }
      />
      <Suspense>
        {open === 'help' && <HelpDialog form={assignment.form} onClose={() => setOpen(null)} />}
      </Suspense>
      {open === 'check' && <Check {...props} answers={item.final()} onClose={() => setOpen(null)} />}
    </>
  );
}

/** What was begun before goes on. */
function itemOf(judging: Judging, review: UpForReview): Item {
  const { assignment } = judging.held.ready;
  const begun = judging.state.get().opinions.get(review.assignment_id)?.answers;
  return new Item(
    { ...assignment, id: review.assignment_id, suggestions: [] },
    begun ?? review.annotation.answers,
    (answers) => judging.opine({ answers }),
  );
}

function Check(props: {
  judging: Judging;
  review: UpForReview;
  answers: readonly Answer[];
  onSend: (answers: readonly Answer[]) => boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['review', 'common']);
  const { judging, review, answers } = props;
  const { work } = judging.held;
  const opinion = judging.state.get().opinions.get(review.assignment_id) ?? NO_OPINION;
  const [{ reason, comment }, setWords] = useState({ reason: opinion.reason, comment: opinion.comment });
  const [lack, setLack] = useState(judging.state.get().lack);
  const change = (words: { reason?: string; comment?: string }) => {
    setWords((before) => ({ ...before, ...words }));
    judging.opine(words);
    setLack(null);
  };
  return (
    <Dialog title={t('correct.diff')} onClose={props.onClose} wide>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.onSend(answers)) setLack(judging.state.get().lack);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        <Changes form={work.form} content={work.content} before={review.annotation.answers} after={answers} />
        <Reasons
          codes={work.reasons}
          value={reason}
          legend={t('judge.reason')}
          focused
          onPick={(code) => change({ reason: code })}
        />
        <label className={css.words}>
          <span>
            {t('judge.comment')} <small>{t('judge.commentHelp')}</small>
          </span>
          <textarea
            rows={3}
            dir="auto"
            maxLength={5000}
            value={comment}
            onChange={(event) => change({ comment: event.currentTarget.value })}
          />
        </label>
        {lack && (
          <p className={css.lack} role="alert">
            <Icon name="alert" size={15} />
            {t(`judge.lack.${lack}`)}
          </p>
        )}
        <div className={css.foot}>
          <button type="submit" className={css.send}>
            {t('judge.send.corrected')}
            <Caps chord="Mod+Enter" />
          </button>
          <Button kind="default" onClick={props.onClose}>
            {t('common:cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
