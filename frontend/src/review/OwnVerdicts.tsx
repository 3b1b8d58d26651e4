import './words';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, idempotent } from '../api/client';
import { newKey } from '../api/key';
import { asProblem } from '../api/problem';
import { raw } from '../api/raw';
import type { Answer } from '../api/types';
import { useSession } from '../app/session';
import { Changes } from '../compare/Changes';
import { useTranslation } from '../i18n';
import { ago, dateTime } from '../i18n/format';
import { assignmentWithAnswers } from '../label/calls';
import { loadKinds } from '../questions/kinds';
import { Button, ButtonLink } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { EmptyState, ErrorState, Loading, Notice } from '../ui/States';
import { toast } from '../ui/toast';
import css from './returned.module.css';
import form from './review.module.css';
import type { Change, OwnVerdict } from './types';
import { reasonWords } from './wording';

/** What reviewers said of one's own work, newest first: why, what they changed, and the way to disagree. */
export default function OwnVerdicts() {
  const { t } = useTranslation(['review', 'label']);
  const { slug } = useSession().organisation;
  const pages = useInfiniteQuery({
    queryKey: [slug, 'own verdicts'],
    queryFn: ({ pageParam }) =>
      ask(
        raw.GET<{ results: OwnVerdict[]; next: string | null }>(
          '/api/v1/{organisation}/assignments/verdicts',
          {
            params: {
              path: { organisation: slug },
              query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
            },
          },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  const [appealing, setAppealing] = useState<OwnVerdict | null>(null);
  if (pages.error) return <ErrorState error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading />;
  const rows = pages.data.pages.flatMap(({ results }) => results);
  if (rows.length === 0)
    return (
      <EmptyState icon="list" title={t('own.none')}>
        {t('own.noneHelp')}
      </EmptyState>
    );
  return (
    <>
      <ul className={css.verdicts}>
        {rows.map((row) => (
          <Row key={row.id} row={row} onAppeal={() => setAppealing(row)} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className={css.more}>
          <Button kind="default" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('label:recent.more')}
          </Button>
        </div>
      )}
      {appealing && <AppealDialog verdict={appealing} onClose={() => setAppealing(null)} />}
    </>
  );
}

function Row({ row, onAppeal }: { row: OwnVerdict; onAppeal: () => void }) {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className={css.head}>
        <span className={css.verdict} data-verdict={row.verdict}>
          {t(`verdict.${row.verdict}`)}
        </span>
        <strong>{row.project.name}</strong>
        {row.reason && <span>{reasonWords(row.reason)}</span>}
        <time dateTime={row.created_at} title={dateTime(row.created_at)}>
          {ago(row.created_at)}
        </time>
      </div>
      {row.comment && (
        <p className={css.said} dir="auto">
          {row.comment}
        </p>
      )}
      {open && <WhatChanged row={row} />}
      {row.appealed_at && <Appealed row={row} at={row.appealed_at} />}
      {(row.changes.length > 0 || row.verdict !== 'accepted') && (
        <div className={css.actions}>
          {row.changes.length > 0 && (
            <Button kind="default" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('own.changes')}
            </Button>
          )}
          {row.verdict === 'returned' && (
            <ButtonLink kind="default" size="small" to={`/${slug}/work/${row.project.id}`}>
              {t('own.open')}
            </ButtonLink>
          )}
          {row.verdict !== 'accepted' && !row.appealed_at && (
            <Button kind="default" size="small" icon="flag" onClick={onAppeal}>
              {t('own.appeal')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Appealed({ row, at }: { row: OwnVerdict; at: string }) {
  const { t } = useTranslation('review');
  return (
    <div>
      <p className={css.dim}>
        {t('own.appealed', { when: ago(at) })} ·{' '}
        {row.appeal_closed_at
          ? t('own.appealClosed', { when: ago(row.appeal_closed_at) })
          : t('own.appealOpen')}
      </p>
      <p className={css.said} dir="auto">
        {row.appeal}
      </p>
    </div>
  );
}

/** Answers come in the handles of the assignment, whose form names the questions. */
function WhatChanged({ row }: { row: OwnVerdict }) {
  const { slug } = useSession().organisation;
  const work = useQuery({
    queryKey: [slug, 'assignment', row.assignment_id],
    queryFn: async () => {
      const found = await assignmentWithAnswers(slug, row.assignment_id);
      await loadKinds(found.form);
      return found;
    },
  });
  if (work.error) return <ErrorState error={work.error} retry={() => void work.refetch()} />;
  if (!work.data) return <Loading />;
  return (
    <Changes
      form={work.data.form}
      content={work.data.content}
      before={versionOf(row.changes, 'before')}
      after={versionOf(row.changes, 'after')}
    />
  );
}

export const versionOf = (changes: readonly Change[], which: 'before' | 'after'): Answer[] =>
  changes.flatMap(({ question, on, [which]: value }) => (value ? [{ question, on, value }] : []));

function AppealDialog({ verdict, onClose }: { verdict: OwnVerdict; onClose: () => void }) {
  const { t } = useTranslation(['review', 'common']);
  const { slug } = useSession().organisation;
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [key] = useState(newKey);
  const appeal = useMutation({
    mutationFn: () =>
      ask(
        raw.POST('/api/v1/{organisation}/verdicts/{verdict_id}/appeal', {
          params: { path: { organisation: slug, verdict_id: verdict.id }, header: idempotent(key) },
          body: { text: text.trim() },
        }),
      ),
    onSuccess: () => {
      toast(t('own.sent'));
      onClose();
      return queries.invalidateQueries({ queryKey: [slug, 'own verdicts'] });
    },
  });
  return (
    <Dialog title={t('own.appealTitle')} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) appeal.mutate();
        }}
      >
        <p>{t('own.appealHelp')}</p>
        <label className={form.words}>
          <span>{t('own.appealText')}</span>
          <textarea
            data-autofocus
            rows={4}
            dir="auto"
            maxLength={5000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        {appeal.error && <Notice kind="bad">{asProblem(appeal.error).message}</Notice>}
        <div className={form.foot}>
          <Button type="submit" disabled={!text.trim()} busy={appeal.isPending}>
            {t('own.appealSend')}
          </Button>
          <Button kind="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
