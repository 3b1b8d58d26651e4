import '../i18n/tools';
import './words';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Route, Switch } from 'wouter';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import { useCommands } from '../keys/useCommands';
import { useLease } from '../label/lease';
import { Button, ButtonLink } from '../ui/Button';
import { useTitle } from '../ui/Page';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { deskOf } from './bench';
import { Frame } from './Frame';
import type { ReviewDesk } from './judging';
import { useLookingAgain } from './lookingAgain';
import { Reviewing } from './Reviewing';
import type { Opinion } from './rules';
import type { ReviewWork } from './types';

/** /<organisation>/review[/<project>]: other people's answers, one item after the other, the most disputed first. */
export default function Review() {
  return (
    <Switch>
      <Route path="/:organisation/review/:project?">
        {({ project }) => <ReviewScreen key={project} project={project ?? null} />}
      </Route>
    </Switch>
  );
}

function useDesk(): ReviewDesk {
  const { me, organisation } = useSession();
  return deskOf<ReviewWork, Opinion>(
    { user: me.user.id, organisation: organisation.slug },
    {
      claim: 'reviews',
      assignmentsOf: ({ reviews }) => reviews.map(({ assignment_id }) => assignment_id),
      without: (work, decided) => {
        const reviews = work.reviews.filter(({ assignment_id }) => !decided.has(assignment_id));
        return reviews.length > 0 ? { ...work, reviews } : null;
      },
    },
  );
}

type ReviewFeed = ReturnType<ReviewDesk['feedOf']>;
function useFeed(desk: ReviewDesk, project: string | null): ReviewFeed | null {
  const [feed, setFeed] = useState<ReviewFeed | null>(null);
  useEffect(() => {
    const opened = desk.feedOf(project);
    setFeed(opened);
    void opened.fill();
    return () => opened.close();
  }, [desk, project]);
  return feed;
}

function ReviewScreen({ project }: { project: string | null }) {
  const desk = useDesk();
  const feed = useFeed(desk, project);
  return feed ? <Working desk={desk} feed={feed} project={project} /> : <Loading />;
}

function Working({ desk, feed, project }: { desk: ReviewDesk; feed: ReviewFeed; project: string | null }) {
  const { t } = useTranslation('review');
  const { items, phase, problem } = useSyncExternalStore(feed.state.subscribe, feed.state.get);
  const [count, setCount] = useState(0);
  const current = items[0];
  useTitle(current ? `${t('title')} · ${current.work.project.name}` : t('title'));
  const lease = useLease(feed);
  const again = useCallback(() => void feed.fill(), [feed]);
  return (
    <Frame
      page="review"
      project={project}
      current={current?.work.project}
      outbox={desk.outbox}
      lease={lease}
      offline={problem?.offline ?? false}
    >
      {current ? (
        <Reviewing
          key={current.id}
          desk={desk}
          feed={feed}
          held={current}
          onJudged={() => setCount((before) => before + 1)}
        />
      ) : problem && !problem.offline ? (
        <main id="main">
          <ErrorState error={problem} retry={again} action={<ToProjects />} />
        </main>
      ) : phase === 'empty' ? (
        <NothingToReview project={project} count={count} onAgain={again} />
      ) : (
        <Loading label={t('fetching')} />
      )}
    </Frame>
  );
}

function ToProjects() {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  return (
    <ButtonLink kind="default" to={`/${slug}/projects`}>
      {t('projects.title')}
    </ButtonLink>
  );
}

function NothingToReview(props: { project: string | null; count: number; onAgain: () => void }) {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  const { project, count, onAgain } = props;
  useCommands(true, {}, () => false);
  useLookingAgain(onAgain);
  return (
    <main id="main">
      <EmptyState
        icon="check"
        title={t(count > 0 ? 'empty.done' : 'empty.none')}
        action={
          <>
            <Button onClick={onAgain}>{t('empty.again')}</Button>
            {project && (
              <ButtonLink kind="default" to={`/${slug}/review`}>
                {t('empty.elsewhere')}
              </ButtonLink>
            )}
            {project && (
              <ButtonLink kind="default" to={`/${slug}/projects/${project}/reviews`}>
                {t('empty.list')}
              </ButtonLink>
            )}
          </>
        }
      >
        {count > 0 ? t('empty.doneHelp', { count }) : t('empty.noneHelp')}
      </EmptyState>
    </main>
  );
}
