import '../i18n/tools';
import '../review/words';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Route, Switch } from 'wouter';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import { useCommands } from '../keys/useCommands';
import { useLease } from '../label/lease';
import { deskOf } from '../review/bench';
import { Frame } from '../review/Frame';
import { useLookingAgain } from '../review/lookingAgain';
import type { AdjudicationWork } from '../review/types';
import { Button, ButtonLink } from '../ui/Button';
import { useTitle } from '../ui/Page';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import type { Settlement } from './rules';
import { Settle } from './Settle';
import type { SettlingDesk } from './settling';

/** /<organisation>/adjudicate[/<project>]: items about which people disagree, the most disputed first. */
export default function Adjudicate() {
  return (
    <Switch>
      <Route path="/:organisation/adjudicate/:project?">
        {({ project }) => <SettlingScreen key={project} project={project ?? null} />}
      </Route>
    </Switch>
  );
}

function useDesk(): SettlingDesk {
  const { me, organisation } = useSession();
  return deskOf<AdjudicationWork, Settlement>(
    { user: me.user.id, organisation: organisation.slug },
    {
      claim: 'adjudications',
      assignmentsOf: ({ assignment_id }) => [assignment_id],
      without: (work, decided) => (decided.has(work.assignment_id) ? null : work),
    },
  );
}

type Feed = ReturnType<SettlingDesk['feedOf']>;

function SettlingScreen({ project }: { project: string | null }) {
  const desk = useDesk();
  const [feed, setFeed] = useState<Feed | null>(null);
  useEffect(() => {
    const opened = desk.feedOf(project);
    setFeed(opened);
    void opened.fill();
    return () => opened.close();
  }, [desk, project]);
  return feed ? <Working desk={desk} feed={feed} project={project} /> : <Loading />;
}

function Working({ desk, feed, project }: { desk: SettlingDesk; feed: Feed; project: string | null }) {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  const { items, phase, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get);
  const [count, setCount] = useState(0);
  const current = items[0];
  const title = t('adjudicate.title');
  useTitle(current ? `${title} · ${current.work.project.name}` : title);
  const lease = useLease(feed);
  const again = useCallback(() => void feed.fill(), [feed]);
  return (
    <Frame
      page="adjudicate"
      project={project}
      current={current?.work.project}
      outbox={desk.outbox}
      lease={lease}
      offline={problem?.offline ?? false}
    >
      {current ? (
        <Settle
          key={current.id}
          desk={desk}
          feed={feed}
          held={current}
          onSettled={() => setCount((before) => before + 1)}
        />
      ) : problem && !problem.offline ? (
        <main id="main">
          <ErrorState
            error={problem}
            retry={again}
            action={
              <ButtonLink kind="default" to={`/${slug}/projects`}>
                {t('projects.title')}
              </ButtonLink>
            }
          />
        </main>
      ) : phase === 'empty' ? (
        <NothingToSettle project={project} count={count} onAgain={again} />
      ) : (
        <Loading label={t('fetching')} />
      )}
    </Frame>
  );
}

function NothingToSettle(props: { project: string | null; count: number; onAgain: () => void }) {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  const { project, count, onAgain } = props;
  useCommands(true, {}, () => false);
  useLookingAgain(onAgain);
  return (
    <main id="main">
      <EmptyState
        icon="check"
        title={t(count > 0 ? 'settle.empty.done' : 'settle.empty.none')}
        action={
          <>
            <Button onClick={onAgain}>{t('empty.again')}</Button>
            {project && (
              <ButtonLink kind="default" to={`/${slug}/adjudicate`}>
                {t('empty.elsewhere')}
              </ButtonLink>
            )}
          </>
        }
      >
        {count > 0 ? t('settle.empty.doneHelp', { count }) : t('settle.empty.noneHelp')}
      </EmptyState>
    </main>
  );
}
