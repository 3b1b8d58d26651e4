import '../i18n/tools';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from '../i18n';
import { KeyHint } from '../keys/Keys';
import { MarkdownText } from '../text/MarkdownText';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Loading, Notice } from '../ui/States';
import { guidelinesOf } from './calls';
import css from './Guidelines.module.css';
import { confirmGuidelines, lastSeen } from './guidelinesSeen';
import type { FedItem, Workbench } from './workbench';

const Diff = lazy(() => import('../text/Diff').then(({ Diff }) => ({ default: Diff })));

/** The project's guidelines beside the item: one can read and answer at the same time, and see what changed. */
export default function Guidelines(props: { bench: Workbench; current: FedItem; onClose: () => void }) {
  const { t } = useTranslation('label');
  const { bench, current } = props;
  const { guidelines, guidelines_version: version } = current.assignment;
  // What was seen when they were opened: confirming must not take the differences away at once.
  const [seen] = useState(() => lastSeen(bench.owner, current.assignment));
  const [differences, setDifferences] = useState(false);
  const changed = seen !== null && seen < version;
  const confirm = () => {
    confirmGuidelines(bench.owner, current.assignment);
    props.onClose();
  };
  return (
    <aside className={css.drawer} aria-label={t('guidelines.title')}>
      <header className={css.head}>
        <h2>
          {t('guidelines.title')} <small>{t('guidelines.version', { version })}</small>
        </h2>
        <button
          type="button"
          className={css.close}
          onClick={props.onClose}
          aria-label={t('close', { ns: 'common' })}
        >
          <KeyHint command="guidelines" />
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className={css.body} data-scrolls="" tabIndex={0} aria-label={t('guidelines.title')}>
        {changed && (
          <div className={css.changed}>
            <Notice kind="warn">{t('guidelines.changed', { version: seen })}</Notice>
            <Button kind="default" size="small" onClick={() => setDifferences(!differences)}>
              {t(differences ? 'guidelines.whole' : 'guidelines.differences')}
            </Button>
          </div>
        )}
        {differences && seen !== null ? (
          <Differences
            bench={bench}
            project={current.assignment.project.id}
            before={seen}
            after={guidelines}
          />
        ) : guidelines.trim() ? (
          <MarkdownText source={guidelines} />
        ) : (
          <p className={css.none}>{t('guidelines.none')}</p>
        )}
      </section>
      {guidelines.trim() && (seen === null || changed) && (
        <footer className={css.foot}>
          <Button onClick={confirm}>{t('guidelines.confirm')}</Button>
        </footer>
      )}
    </aside>
  );
}

function Differences(props: { bench: Workbench; project: string; before: number; after: string }) {
  const { t } = useTranslation('label');
  const [before, setBefore] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    guidelinesOf(props.bench.owner.organisation, props.project, props.before).then(
      ({ text }) => setBefore(text),
      () => setFailed(true),
    );
  }, [props.bench, props.project, props.before]);
  if (failed) return <Notice kind="bad">{t('guidelines.notNow')}</Notice>;
  if (before === null) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      <Diff before={before} after={props.after} />
    </Suspense>
  );
}
