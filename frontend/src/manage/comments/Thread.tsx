import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Project } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, ErrorState, Icon } from '../../ui';
import own from '../items/items.module.css';
import { Problem } from '../parts/Problem';
import { When } from '../parts/When';
import { useItemComments } from '../queries';
import css from './comments.module.css';
import { type Comment, type ThreadOf, threads } from './threads';
import { useResolve, useSay } from './useComment';

/** What was said about an item: with each annotator who said something, and among managers and reviewers. */
export function Thread({ project, item }: { project: Project; item: string }) {
  const { t } = useTranslation('manage');
  const comments = useItemComments(project.id, item);
  if (comments.error && !comments.data)
    return <ErrorState error={comments.error} retry={() => void comments.refetch()} />;
  const found = threads(comments.data ?? []);
  const among = found.find(({ assignment }) => assignment === null);
  return (
    <>
      <h3 className={own.heading}>{t('comments.title')}</h3>
      {found
        .filter(({ assignment }) => assignment !== null)
        .map((thread) => (
          <One key={thread.assignment} project={project} item={item} thread={thread} />
        ))}
      <One project={project} item={item} thread={among ?? { assignment: null, comments: [] }} />
    </>
  );
}

function One({ project, item, thread }: { project: Project; item: string; thread: ThreadOf }) {
  const { t } = useTranslation('manage');
  const title =
    thread.assignment === null
      ? t('comments.among')
      : t('comments.with', { name: thread.comments[0]?.member.name ?? '' });
  return (
    <section className={css.thread} aria-label={title}>
      <h4>{title}</h4>
      {thread.comments.length > 0 && (
        <ol>
          {thread.comments.map((comment) => (
            <li key={comment.id}>
              <Said project={project.id} comment={comment} />
            </li>
          ))}
        </ol>
      )}
      <Say project={project} item={item} thread={thread} />
    </section>
  );
}

/** One comment with who said it and when, and a way to say that it is done. */
export function Said({ project, comment }: { project: string; comment: Comment }) {
  const { t } = useTranslation('manage');
  const resolve = useResolve(project);
  const { member, text, flag, created_at, resolved_at, resolved_by } = comment;
  return (
    <div className={css.comment} data-resolved={resolved_at ? true : undefined}>
      <p className={css.who}>
        <strong>{member.name}</strong> <When at={created_at} />
        {flag && (
          <span className={css.flag}>
            <Icon name="alert" size={13} /> {t('comments.flag')}
          </span>
        )}
      </p>
      <p className={css.text} dir="auto">
        {text}
      </p>
      {resolved_at ? (
        <p className={css.done}>
          <Icon name="check" size={13} /> {t('comments.resolved', { name: resolved_by?.name ?? '' })}
        </p>
      ) : (
        <Button
          kind="default"
          size="small"
          icon="check"
          aria-label={t('comments.resolveOne', { name: member.name })}
          busy={resolve.isPending}
          onClick={() => resolve.mutate([comment.id])}
        >
          {t('comments.resolve')}
        </Button>
      )}
    </div>
  );
}

function Say({ project, item, thread }: { project: Project; item: string; thread: ThreadOf }) {
  const { t } = useTranslation(['manage', 'common']);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const close = (): void => {
    setOpen(false);
    setText('');
  };
  const say = useSay(project.id, item, close);
  const resolve = useResolve(project.id);
  const reply = thread.assignment !== null;
  const waiting = thread.comments.filter(({ resolved_at }) => !resolved_at);
  const send = (andResolve: boolean): void => {
    if (!text.trim()) return;
    say.mutate(
      { text: text.trim(), flag: false, assignment_id: thread.assignment },
      {
        onSuccess: ({ id }) => andResolve && resolve.mutate([...waiting.map((each) => each.id), id]),
      },
    );
  };
  if (!open)
    return (
      <Button kind="default" size="small" icon="pencil" onClick={() => setOpen(true)}>
        {t(reply ? 'comments.reply' : 'comments.note')}
      </Button>
    );
  return (
    <form
      className={css.say}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      <Textarea
        label={t(reply ? 'comments.replyLabel' : 'comments.noteLabel')}
        autosize
        minRows={2}
        maxRows={10}
        autoFocus
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <Problem error={say.error} />
      <div className={css.foot}>
        <Button kind="default" size="small" onClick={close}>
          {t('common:cancel')}
        </Button>
        {reply && (
          <Button
            kind="default"
            size="small"
            busy={say.isPending}
            disabled={!text.trim()}
            onClick={() => send(true)}
          >
            {t('comments.sendAndResolve')}
          </Button>
        )}
        <Button type="submit" size="small" busy={say.isPending} disabled={!text.trim()}>
          {t(reply ? 'comments.send' : 'comments.keep')}
        </Button>
      </div>
    </form>
  );
}
