import '../i18n/tools';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n';
import { ago } from '../i18n/format';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { EmptyState, ErrorState, Loading, Notice } from '../ui/States';
import { assignmentWithAnswers, lastSubmitted } from './calls';
import css from './DoneDialog.module.css';
import { ItemView } from './ItemView';
import { prepareDone, type Ready } from './ready';
import { takeBackWork, tooLateWords } from './takeBack';
import type { LabelFeed, Workbench } from './workbench';

type Row = { id: string; at: string; project: string };
const FAR = 50;

/** Back and forth through what one submitted, as it was; from here it can be taken back and changed. */
export default function DoneDialog(props: {
  bench: Workbench;
  feed: LabelFeed;
  first: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  const { bench } = props;
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    void rowsOf(bench).then((found) => {
      setRows(found);
      setAt(
        Math.max(
          0,
          found.findIndex(({ id }) => id === props.first),
        ),
      );
    }, setFailed);
  }, [bench, props.first]);
  const row = rows?.[at];
  return (
    <Dialog title={t('done.title')} onClose={props.onClose} full>
      {failed ? (
        <ErrorState error={failed} />
      ) : !rows ? (
        <Loading />
      ) : !row ? (
        <EmptyState icon="list" title={t('recent.none.submitted')}>
          {t('recent.noneHelp')}
        </EmptyState>
      ) : (
        <>
          <Bar
            {...props}
            row={row}
            onOlder={at + 1 < rows.length ? () => setAt(at + 1) : undefined}
            onNewer={at > 0 ? () => setAt(at - 1) : undefined}
          />
          <Looked key={row.id} bench={bench} id={row.id} />
        </>
      )}
    </Dialog>
  );
}

/** What is known here comes first; the server knows what was done elsewhere and before. */
async function rowsOf(bench: Workbench): Promise<Row[]> {
  const here = bench.history.state
    .get()
    .map(({ id, at, assignment }) => ({
      id,
      at: new Date(at).toISOString(),
      project: assignment.project.name,
    }))
    .reverse();
  try {
    const known = new Set(here.map(({ id }) => id));
    const there = await lastSubmitted(bench.owner.organisation, FAR);
    return [
      ...here,
      ...there
        .filter(({ id }) => !known.has(id))
        .map(({ id, project, submitted_at }) => ({ id, at: submitted_at ?? '', project: project.name })),
    ];
  } catch (thrown) {
    if (here.length > 0) return here;
    throw thrown;
  }
}

function Bar(props: {
  bench: Workbench;
  feed: LabelFeed;
  row: Row;
  onOlder: (() => void) | undefined;
  onNewer: (() => void) | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('label');
  const { row } = props;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const take = async () => {
    setBusy(true);
    try {
      await takeBackWork(props.bench, props.feed, row.id);
      props.onClose();
    } catch (thrown) {
      setRefused(tooLateWords(t, thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <div className={css.bar}>
        <Button
          kind="default"
          size="small"
          icon="arrowLeft"
          disabled={!props.onOlder}
          onClick={props.onOlder}
        >
          {t('done.older')}
        </Button>
        <Button
          kind="default"
          size="small"
          icon="arrowRight"
          disabled={!props.onNewer}
          onClick={props.onNewer}
        >
          {t('done.newer')}
        </Button>
        <span className={css.what}>
          {row.project}
          {row.at && <time dateTime={row.at}> · {ago(row.at)}</time>}
        </span>
        <Button size="small" icon="undo" busy={busy} onClick={() => void take()}>
          {t('takeBack.change')}
        </Button>
      </div>
      {refused && <Notice kind="warn">{refused}</Notice>}
    </>
  );
}

function Looked({ bench, id }: { bench: Workbench; id: string }) {
  const { t } = useTranslation('label');
  const [ready, setReady] = useState<Ready | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    let stale = false;
    let made: Ready | null = null;
    const here = bench.history.find(id);
    const load = async () => {
      const found = here ?? {
        assignment: await assignmentWithAnswers(bench.owner.organisation, id),
        answers: null,
      };
      const answers =
        found.answers ?? ('answers' in found.assignment ? found.assignment.answers : null) ?? [];
      made = await prepareDone(found.assignment, answers as never);
      if (stale) made.release();
      else setReady(made);
    };
    void load().catch((thrown) => !stale && setFailed(thrown));
    return () => {
      stale = true;
      made?.release();
    };
  }, [bench, id]);
  if (failed) return <ErrorState error={failed} />;
  if (!ready) return <Loading />;
  return (
    <div className={css.item}>
      <ItemView
        ready={ready}
        live={false}
        within
        readOnly
        label={t('done.title')}
        onZoom={() => {}}
        footer={() => null}
      />
    </div>
  );
}
