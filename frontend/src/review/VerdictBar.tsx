import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Annotator } from '../compare/annotators';
import { Badge } from '../compare/Who';
import { useTranslation } from '../i18n';
import type { CommandId } from '../keys/commands';
import { Caps, KeyHint } from '../keys/Keys';
import { Button } from '../ui/Button';
import { Icon, type IconName } from '../ui/Icon';
import type { Judging, JudgingState } from './judging';
import type { Remarking } from './Reviewing';
import css from './review.module.css';
import { type Opinion, remarkText } from './rules';
import type { Remark } from './types';
import { anchorWords, quoteOf, reasonWords } from './wording';

type Props = {
  judging: Judging;
  state: JudgingState;
  annotator: Annotator | undefined;
  remarking: Remarking | null;
  onRemarking: (remarking: Remarking | null) => void;
  onAccept: () => void;
  onChoose: (verdict: 'returned' | 'rejected') => void;
  onCorrect: () => void;
  onRemark: () => void;
  onNext: () => void;
  onSend: () => void;
};

/** The verdict on the answers of one person: four keys, and for what needs words the room to write them. */
export function VerdictBar(props: Props) {
  const { t } = useTranslation('review');
  const { judging, annotator, remarking } = props;
  const { opinion } = judging;
  const { verdict } = opinion;
  return (
    <section className={css.verdict} aria-label={t('content.bar')}>
      <RemarkList judging={judging} opinion={opinion} />
      {remarking && (
        <RemarkForm
          key={JSON.stringify(remarking)}
          {...props}
          remarking={remarking}
          onKeep={(remark) => {
            judging.opine({ remarks: [...opinion.remarks, remark] });
            props.onRemarking(null);
          }}
        />
      )}
      {!remarking && (verdict === 'returned' || verdict === 'rejected') && (
        <WhyForm {...props} verdict={verdict} opinion={opinion} />
      )}
      <div className={css.keys}>
        {annotator && (
          <span className={css.whose}>
            <Badge annotator={annotator} quiet />
            <strong dir="auto">{annotator.name}</strong>
          </span>
        )}
        <Do command="judgeAccept" icon="check" primary={verdict === null} onClick={props.onAccept}>
          {t('judge.accept')}
        </Do>
        <Do command="judgeCorrect" icon="pencil" onClick={props.onCorrect}>
          {t('judge.correct')}
        </Do>
        <Do
          command="judgeReturn"
          icon="undo"
          pressed={verdict === 'returned'}
          onClick={() => props.onChoose('returned')}
        >
          {t('judge.return')}
        </Do>
        <Do
          command="judgeReject"
          icon="close"
          pressed={verdict === 'rejected'}
          onClick={() => props.onChoose('rejected')}
        >
          {t('judge.reject')}
        </Do>
        <Do command="judgeRemark" icon="comment" onClick={props.onRemark}>
          {t('remark.add')}
        </Do>
        <Do command="judgeNext" icon="arrowRight" onClick={props.onNext}>
          {t('judge.next')}
        </Do>
      </div>
    </section>
  );
}

export function Do(props: {
  command: CommandId;
  icon: IconName;
  primary?: boolean;
  pressed?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={css.do}
      data-primary={props.primary || undefined}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={16} />
      <span>{props.children}</span>
      <KeyHint command={props.command} />
    </button>
  );
}

function RemarkList({ judging, opinion }: { judging: Judging; opinion: Opinion }) {
  const { t } = useTranslation('review');
  const answers = judging.current?.annotation.answers ?? [];
  const { work } = judging.held;
  if (opinion.remarks.length === 0) return null;
  return (
    <ul className={css.remarks} aria-label={t('remark.list', { count: opinion.remarks.length })}>
      {opinion.remarks.map((remark, at) => {
        const quote = quoteOf(remark.anchor, work, answers);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two remarks may say the same
          <li key={at}>
            <Icon name="comment" size={14} />
            <span className={css.where}>
              {anchorWords(t, remark.anchor, work)}
              {quote && <q dir="auto">{quote}</q>}
            </span>
            <span dir="auto">{remark.text}</span>
            <button
              type="button"
              aria-label={t('remark.remove')}
              title={t('remark.remove')}
              onClick={() => judging.opine({ remarks: opinion.remarks.filter((_, other) => other !== at) })}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What a remark is about can still be changed: what was selected, the question, a response, everything. */
function RemarkForm({
  judging,
  remarking,
  onKeep,
  onRemarking,
}: Props & { remarking: Remarking; onKeep: (remark: Remark) => void }) {
  const { t } = useTranslation(['review', 'common']);
  const { work } = judging.held;
  const [text, setText] = useState('');
  const { anchors, quote } = remarking;
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const keep = () => {
    const anchor = anchors[chosen] ?? null;
    if (text.trim()) onKeep({ text: remarkText(text.trim(), quote, anchor), anchor });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <label className={css.about}>
        {t('remark.title')}
        <select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {anchors.map((anchor, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the choices stay the same
            <option key={at} value={at}>
              {[
                anchorWords(t, anchor, work),
                ...(anchor?.start === undefined ? [] : [t('about.words', { words: quote.slice(0, 40) })]),
              ].join(' · ')}
            </option>
          ))}
        </select>
      </label>
      {quote && (
        <blockquote className={css.quoted} dir="auto">
          {quote}
        </blockquote>
      )}
      <label className={css.words}>
        <span className="visually-hidden">{t('remark.text')}</span>
        <textarea
          ref={field}
          rows={2}
          dir="auto"
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onRemarking(null);
            else if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            else keep();
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </label>
      <div className={css.foot}>
        <Button type="submit" size="small" disabled={!text.trim()}>
          {t('remark.keep')}
          <Caps chord="Mod+Enter" />
        </Button>
        <Button kind="default" size="small" onClick={() => onRemarking(null)}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Why something is returned or rejected. */
function WhyForm({
  judging,
  state,
  verdict,
  opinion,
  onSend,
}: Props & { verdict: 'returned' | 'rejected'; opinion: Opinion }) {
  const { t } = useTranslation(['review', 'common']);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, []);
  return (
    <form
      ref={form}
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Reasons
        codes={judging.held.work.reasons}
        value={opinion.reason}
        legend={t('judge.reason')}
        onPick={(reason) => judging.opine({ reason })}
      />
      <label className={css.words}>
        <span>
          {t('judge.comment')} <small>{t('judge.commentHelp')}</small>
        </span>
        <textarea
          rows={2}
          dir="auto"
          maxLength={5000}
          value={opinion.comment}
          onChange={(event) => judging.opine({ comment: event.currentTarget.value })}
        />
      </label>
      <div className={css.foot}>
        <button type="submit" className={css.send} data-final={verdict === 'rejected' || undefined}>
          {t(`judge.send.${verdict}`)}
          <Caps chord="Mod+Enter" />
        </button>
        <Button kind="default" size="small" onClick={() => judging.undecide()}>
          {t('common:cancel')}
        </Button>
        {state.lack && (
          <p className={css.lack} role="alert">
            <Icon name="alert" size={15} />
            {t(`judge.lack.${state.lack}`)}
          </p>
        )}
      </div>
    </form>
  );
}

/** Reasons as radio buttons; digits pick them while one has the focus. */
export function Reasons(props: {
  codes: readonly string[];
  value: string;
  legend: string;
  /** Whether a dialogue begins with it. */
  focused?: boolean;
  onPick: (code: string) => void;
}) {
  return (
    <fieldset
      className={css.reasons}
      onKeyDown={(event) => {
        const code = /^[1-9]$/.test(event.key) ? props.codes[Number(event.key) - 1] : undefined;
        if (code === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        props.onPick(code);
      }}
    >
      <legend>{props.legend}</legend>
      {props.codes.map((code, at) => (
        <label key={code} className={css.reason}>
          <input
            type="radio"
            name={`reason-${props.legend}`}
            data-autofocus={(props.focused && at === 0) || undefined}
            checked={props.value === code}
            onChange={() => props.onPick(code)}
          />
          {reasonWords(code)}
          {at < 9 && <kbd aria-hidden>{at + 1}</kbd>}
        </label>
      ))}
    </fieldset>
  );
}
