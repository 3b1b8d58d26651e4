import '../i18n/tools';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { newKey } from '../api/key';
import { asProblem } from '../api/problem';
import { useTranslation } from '../i18n';
import { ago } from '../i18n/format';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/States';
import css from './Comments.module.css';
import { type Comment, commentsOn } from './calls';
import type { FedItem, Workbench } from './workbench';

const MOST = 4_000;

/** The thread with the managers about this item. What is written without a network waits here and goes by itself. */
export default function Comments(props: {
  bench: Workbench;
  current: FedItem;
  /** Opened to flag the item, not only to say something about it. */
  flag: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  const { bench, current } = props;
  const [thread, setThread] = useState<readonly Comment[] | null>(null);
  const [away, setAway] = useState(false);
  const load = useCallback(
    () =>
      commentsOn(bench.owner.organisation, current.id).then(
        (found) => {
          setThread(found);
          setAway(false);
        },
        () => setAway(true),
      ),
    [bench, current.id],
  );
  useEffect(() => void load(), [load]);
  const queued = useSyncExternalStore(bench.comments.state.subscribe, bench.comments.state.get);
  const waiting = queued.filter(({ assignment }) => assignment === current.id);
  return (
    <Dialog title={t('comments.title')} onClose={props.onClose} drawer>
      {away && <Notice kind="info">{t('comments.away')}</Notice>}
      {thread?.length === 0 && waiting.length === 0 && <p className={css.none}>{t('comments.none')}</p>}
      <ol className={css.thread}>
        {(thread ?? []).map((comment) => (
          <li key={comment.id} className={css.comment} data-author={comment.author}>
            <header>
              <strong>{t(`comments.author.${comment.author}`)}</strong>
              {comment.flag && <Flag />}
              <time dateTime={comment.created_at}>{ago(comment.created_at)}</time>
              {comment.resolved_at && <span>{t('comments.resolved')}</span>}
            </header>
            <p dir="auto">{comment.text}</p>
          </li>
        ))}
        {waiting.map((comment) => (
          <li key={comment.key} className={css.comment} data-author="you">
            <header>
              <strong>{t('comments.author.you')}</strong>
              {comment.flag && <Flag />}
              <span>{t('comments.waiting')}</span>
            </header>
            <p dir="auto">{comment.text}</p>
          </li>
        ))}
      </ol>
      <Write bench={bench} id={current.id} flag={props.flag} onSent={load} />
    </Dialog>
  );
}

function Flag() {
  const { t } = useTranslation('label');
  return (
    <span className={css.flag}>
      <Icon name="flag" size={13} />
      {t('comments.flagged')}
    </span>
  );
}

function Write(props: { bench: Workbench; id: string; flag: boolean; onSent: () => unknown }) {
  const { t } = useTranslation('label');
  const [text, setText] = useState('');
  const [flag, setFlag] = useState(props.flag);
  const [problem, setProblem] = useState('');
  const ready = text.trim() !== '';
  const send = async () => {
    if (!ready) return;
    const comment = { key: newKey(), assignment: props.id, text: text.trim(), flag, at: Date.now() };
    setText('');
    setProblem('');
    try {
      await props.bench.comments.add(comment);
      await props.onSent();
    } catch (thrown) {
      setText((now) => now || comment.text);
      setProblem(asProblem(thrown).message);
    }
  };
  return (
    <form
      className={css.write}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        {t(flag ? 'comments.why' : 'comments.words')}
        <textarea
          data-autofocus
          rows={4}
          dir="auto"
          maxLength={MOST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void send();
          }}
        />
      </label>
      <label className={css.tick}>
        <input type="checkbox" checked={flag} onChange={(event) => setFlag(event.currentTarget.checked)} />
        {t('comments.flag')}
      </label>
      {problem && <Notice kind="bad">{problem}</Notice>}
      <Button type="submit" disabled={!ready}>
        {t('comments.send')}
      </Button>
    </form>
  );
}
