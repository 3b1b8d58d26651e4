import './words';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Session } from '../app/session';
import { settingsOpen } from '../app/settings';
import { useTranslation } from '../i18n';
import { ago, dateTime } from '../i18n/format';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { type Notification, useNotifications, useRead } from './calls';
import css from './Drawer.module.css';
import { explanationOf, iconOf, linkOf, remarkOf, sentenceOf } from './sentence';

/** What the person should know of, newest first. Following a link, or a click on the dot, marks it as read. */
export default function Drawer({ session, onClose }: { session: Session; onClose: () => void }) {
  const { t } = useTranslation('notices');
  const { slug } = session.organisation;
  const [onlyUnread, setOnlyUnread] = useState(false);
  const list = useNotifications(slug, onlyUnread);
  const read = useRead(slug);
  const rows = list.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <Dialog title={t('title')} drawer onClose={onClose}>
      <div className={css.bar}>
        <div className={css.tabs} role="group" aria-label={t('shown')}>
          {([false, true] as const).map((only) => (
            <button
              key={String(only)}
              type="button"
              aria-pressed={onlyUnread === only}
              onClick={() => setOnlyUnread(only)}
            >
              {t(only ? 'unread' : 'all')}
            </button>
          ))}
        </div>
        <Button
          kind="default"
          size="small"
          busy={read.isPending && 'all' in read.variables}
          disabled={!rows.some(({ read_at }) => read_at === null)}
          onClick={() => read.mutate({ all: true })}
        >
          {t('readAll')}
        </Button>
      </div>
      {list.error && !list.data ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState icon="bell" title={t(onlyUnread ? 'noneUnread' : 'none')}>
          {t('noneHelp')}
        </EmptyState>
      ) : (
        <ul className={css.list}>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              session={session}
              onRead={() => read.mutate({ ids: [row.id] })}
              onClose={onClose}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className={css.more}>
          <Button kind="default" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      <p className={css.foot}>
        {t('digest')}{' '}
        <button
          type="button"
          onClick={() => {
            onClose();
            settingsOpen.set(true);
          }}
        >
          {t('preferences')}
        </button>
      </p>
    </Dialog>
  );
}

function Row(props: { row: Notification; session: Session; onRead: () => void; onClose: () => void }) {
  const { t } = useTranslation('notices');
  const { row, session, onRead } = props;
  const { slug, role } = session.organisation;
  const link = linkOf(row, slug, role);
  const sentence = sentenceOf(row, t);
  const remark = remarkOf(row);
  const explained = explanationOf(row, t);
  const unread = row.read_at === null;
  return (
    <li className={css.row} data-unread={unread || undefined}>
      <Icon name={iconOf(row)} size={18} />
      <div>
        {link ? (
          <Link
            to={link}
            className={css.sentence}
            onClick={() => {
              if (unread) onRead();
              props.onClose();
            }}
          >
            {sentence}
          </Link>
        ) : (
          <span className={css.sentence}>{sentence}</span>
        )}
        {explained && <span className={css.remark}>{explained}</span>}
        {remark && (
          <q className={css.remark} dir="auto">
            {remark}
          </q>
        )}
        <span className={css.when}>
          {row.project && `${row.project.name} · `}
          <time dateTime={row.created_at} title={dateTime(row.created_at)}>
            {ago(row.created_at)}
          </time>
        </span>
      </div>
      {unread && (
        <button
          type="button"
          className={css.dot}
          aria-label={t('readOne', { what: sentence })}
          title={t('markRead')}
          onClick={onRead}
        />
      )}
    </li>
  );
}
