import '../i18n/tools';
import '../review/words';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import { api, ask } from '../api/client';
import type { AssignmentRow } from '../api/types';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import { ago, dateTime } from '../i18n/format';
import { loadKinds } from '../questions/kinds';
import { subjectOf } from '../questions/target';
import { Button, ButtonLink } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Page, Panel } from '../ui/Page';
import { EmptyState, ErrorState, Loading, Notice } from '../ui/States';
import { toast } from '../ui/toast';
import { LATEST } from './history';
import { NotAccepted } from './NotAccepted';
import { useProjects } from './projects';
import css from './Recent.module.css';
import { summaryOf } from './summary';
import { takeBackForLater, tooLateWords } from './takeBack';
import { useToday } from './today';
import { type Workbench, workbenchOf } from './workbench';

const OwnVerdicts = lazy(() => import('../review/OwnVerdicts'));

const STATES = ['submitted', 'skipped'] as const;
const TABS = [...STATES, 'verdicts'] as const;

/** One's own work: what was submitted or skipped, what is still on its way, what was not accepted. */
export default function Recent() {
  const { t } = useTranslation(['label', 'review']);
  const { organisation } = useSession();
  const [state, setState] = useState<(typeof TABS)[number]>('submitted');
  const [open, setOpen] = useState<AssignmentRow | null>(null);
  const today = useToday(organisation.slug);
  return (
    <Page
      title={t('recent.title')}
      actions={
        <ButtonLink to={`/${organisation.slug}/work`} icon="play">
          {t(today.count > 0 ? 'recent.goOn' : 'recent.start')}
        </ButtonLink>
      }
    >
      <OnTheirWay />
      <Projects />
      <Panel flush>
        <div className={css.tabs} role="tablist">
          {TABS.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={state === each}
              className={css.tab}
              onClick={() => setState(each)}
            >
              {each === 'verdicts' ? t('review:own.title') : t(`recent.${each}`)}
            </button>
          ))}
        </div>
        {state === 'verdicts' ? (
          <Suspense fallback={<Loading />}>
            <OwnVerdicts />
          </Suspense>
        ) : (
          <Rows state={state} onOpen={setOpen} />
        )}
      </Panel>
      {open && <Detail row={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

/** Where the person may work. One button does for all of them; a project can be chosen too. */
function Projects() {
  const { t } = useTranslation('label');
  const { slug } = useSession().organisation;
  const projects = useProjects();
  if (projects.length === 0) return null;
  return (
    <Panel title={t('recent.projects')} help={t('recent.startHelp')}>
      <ul className={css.projects}>
        {projects.map(({ id, name }) => (
          <li key={id}>
            <Link to={`/${slug}/work/${id}`}>
              <Icon name="play" size={14} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useWorkbench(): Workbench {
  const { me, organisation } = useSession();
  return workbenchOf({ user: me.user.id, organisation: organisation.slug });
}

function OnTheirWay() {
  const { t } = useTranslation('label');
  const { outbox } = useWorkbench();
  const { waiting, refused } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get);
  const [list, setList] = useState(false);
  return (
    <div className={css.notices}>
      {waiting.length > 0 && <Notice kind="warn">{t('outbox.waiting', { count: waiting.length })}</Notice>}
      {refused.length > 0 && (
        <Notice
          kind="bad"
          action={
            <Button kind="default" size="small" onClick={() => setList(true)}>
              {t('refused.see')}
            </Button>
          }
        >
          {t('refused.banner', { count: refused.length })}
        </Notice>
      )}
      {list && <NotAccepted outbox={outbox} onClose={() => setList(false)} />}
    </div>
  );
}

function Rows({ state, onOpen }: { state: (typeof STATES)[number]; onOpen: (row: AssignmentRow) => void }) {
  const { t } = useTranslation('label');
  const { slug } = useSession().organisation;
  const pages = useInfiniteQuery({
    queryKey: [slug, 'assignments', state],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/v1/{organisation}/assignments', {
          params: {
            path: { organisation: slug },
            query: { state, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  if (pages.error) return <ErrorState error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading />;
  const rows = pages.data.pages.flatMap(({ results }) => results);
  if (rows.length === 0)
    return (
      <EmptyState icon="list" title={t(`recent.none.${state}`)}>
        {t('recent.noneHelp')}
      </EmptyState>
    );
  return (
    <>
      <ul className={css.rows}>
        {rows.map((row, at) => (
          <Row key={row.id} row={row} latest={state === 'submitted' && at < LATEST} onOpen={onOpen} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className={css.more}>
          <Button kind="default" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('recent.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Row(props: {
  row: AssignmentRow;
  /** Whether it is among those that can be taken back. */
  latest: boolean;
  onOpen: (row: AssignmentRow) => void;
}) {
  const { t } = useTranslation('label');
  const { row } = props;
  const take = useTaking(row.id);
  const when = row.submitted_at ? ago(row.submitted_at) : '';
  return (
    <li>
      <div className={css.line}>
        <button type="button" className={css.row} onClick={() => props.onOpen(row)}>
          <span className={css.name}>{row.project.name}</span>
          <span className={css.reason}>{row.skipped_reason}</span>
          {row.submitted_at && (
            <time dateTime={row.submitted_at} title={dateTime(row.submitted_at)}>
              {when}
            </time>
          )}
          <Icon name="chevronRight" size={16} />
        </button>
        {props.latest && (
          <Button
            kind="default"
            size="small"
            icon="undo"
            busy={take.busy}
            aria-label={t('recent.takeBack', { project: row.project.name, when })}
            onClick={take.start}
          >
            {t('takeBack.button')}
          </Button>
        )}
      </div>
      {take.refused && (
        <div className={css.refused}>
          <Notice kind="warn">{take.refused}</Notice>
        </div>
      )}
    </li>
  );
}

/** Has a submission back and goes to it; what keeps it from that is said where it was asked for. */
function useTaking(id: string): { busy: boolean; refused: string; start: () => void } {
  const { t } = useTranslation('label');
  const bench = useWorkbench();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const take = async () => {
    setBusy(true);
    try {
      const project = await takeBackForLater(bench, id);
      toast(t('takeBack.taken'));
      go(`/${bench.owner.organisation}/work/${project}`);
    } catch (thrown) {
      setRefused(tooLateWords(t, thrown));
      setBusy(false);
    }
  };
  return { busy, refused, start: () => void take() };
}

function Detail({ row, onClose }: { row: AssignmentRow; onClose: () => void }) {
  const { t } = useTranslation('label');
  const { slug } = useSession().organisation;
  const detail = useQuery({
    queryKey: [slug, 'assignment', row.id],
    queryFn: async () => {
      const found = await ask(
        api.GET('/api/v1/{organisation}/assignments/{assignment_id}', {
          params: { path: { organisation: slug, assignment_id: row.id } },
        }),
      );
      await loadKinds(found.form);
      return found;
    },
  });
  const { data } = detail;
  const subject = subjectOf(data?.content ?? {});
  return (
    <Dialog title={row.project.name} onClose={onClose} wide>
      {detail.error ? (
        <ErrorState error={detail.error} retry={() => void detail.refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <>
          <p className={css.when}>
            {row.submitted_at && dateTime(row.submitted_at)}
            {row.skipped_reason && ` · ${row.skipped_reason}`}
          </p>
          <dl className={css.answers}>
            {summaryOf(data.form, subject, data.answers ?? []).map(({ title, text }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd dir="auto">{text}</dd>
              </div>
            ))}
          </dl>
          <dl className={css.answers}>
            {data.content.prompt && (
              <div>
                <dt>{t('content.prompt')}</dt>
                <dd dir="auto">{data.content.prompt.text}</dd>
              </div>
            )}
            {data.content.responses?.map((response, at) => (
              <div key={response.id}>
                <dt>{t('response', { letter: subject.responses[at]?.letter ?? '' })}</dt>
                <dd dir="auto">{response.text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Dialog>
  );
}
