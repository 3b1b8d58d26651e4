import { useTranslation } from '../i18n';
import { Caps } from '../keys/Keys';
import review from '../review/review.module.css';
import { Do, Reasons } from '../review/VerdictBar';
import { Icon } from '../ui/Icon';
import css from './settle.module.css';
import type { Settling, SettlingState } from './settling';

/** Why people disagreed, and the end of it. */
export function SettleBar(props: {
  settling: Settling;
  state: SettlingState;
  hint: string;
  onWrite: () => void;
  onLater: () => void;
  onSubmit: () => void;
}) {
  const { t } = useTranslation('review');
  const { settling, state } = props;
  const { settlement } = state;
  const open = settling.open.length;
  return (
    <section className={review.verdict} aria-label={t('content.bar')}>
      <div className={css.why} data-reasons>
        <Reasons
          codes={settling.held.work.reasons}
          value={settlement.reason}
          legend={t('settle.reason')}
          onPick={(reason) => settling.say({ reason })}
        />
        <label className={css.comment}>
          <span>{t('settle.comment')}</span>
          <textarea
            rows={1}
            dir="auto"
            maxLength={5000}
            value={settlement.comment}
            onChange={(event) => settling.say({ comment: event.currentTarget.value })}
          />
        </label>
      </div>
      <div className={review.keys}>
        <button type="button" className={review.send} data-submit onClick={props.onSubmit}>
          {t('settle.submit')}
          <Caps chord="Mod+Enter" />
        </button>
        <Do command="judgeCorrect" icon="pencil" onClick={props.onWrite}>
          {t('settle.write')}
        </Do>
        <Do command="judgeNext" icon="arrowRight" onClick={props.onLater}>
          {t('judge.next')}
        </Do>
        <span className={css.left} role="status" data-open={open > 0 || undefined}>
          <Icon name={open > 0 ? 'minus' : 'check'} size={15} />
          {open > 0 ? t('settle.settled', { count: open }) : t('settle.complete')}
        </span>
        {state.tried && open === 0 && settlement.reason === '' && settling.held.work.reasons.length > 0 && (
          <p className={review.lack} role="alert">
            <Icon name="alert" size={15} />
            {t('settle.reasonMissing')}
          </p>
        )}
        <span className={css.hint}>{props.hint}</span>
      </div>
    </section>
  );
}
