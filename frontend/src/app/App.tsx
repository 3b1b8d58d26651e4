import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { asProblem } from '../api/problem';
import { signInUrl } from '../api/signedOut';
import type { Me } from '../api/types';
import { useTranslation } from '../i18n';
import { ButtonLink } from '../ui/Button';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { ErrorBoundary } from './ErrorBoundary';
import { Shell } from './Shell';
import { rememberOrganisation, SessionContext, startOrganisation, startPage, useMe } from './session';

const Work = lazy(() => import('../label/Work'));
const Manage = lazy(() => import('./ManagePages'));
const Review = lazy(() => import('../review/Review'));
const Adjudicate = lazy(() => import('../adjudicate/Adjudicate'));
const NoOrganisation = lazy(() => import('./NoOrganisation'));

/** Who is there decides everything else: nobody goes to sign in, a member to the organisation named by the path. */
export function App() {
  const me = useMe();
  const signedOut = asProblem(me.error).signedOut && !me.data;
  useEffect(() => {
    if (signedOut) location.replace(signInUrl());
  }, [signedOut]);
  if (me.data) return <Routes me={me.data} />;
  return (
    <Shell>{me.error && !signedOut ? <ErrorState error={me.error} retry={me.refetch} /> : <Loading />}</Shell>
  );
}

function Routes({ me }: { me: Me }) {
  const start = startOrganisation(me);
  return (
    <Switch>
      <Route path="/">
        {start ? (
          <Redirect to={startPage(start)} replace />
        ) : (
          <Shell>
            <Suspense fallback={<Loading />}>
              <NoOrganisation me={me} />
            </Suspense>
          </Shell>
        )}
      </Route>
      <Route path="/:organisation/*?">
        {({ organisation }) => <InOrganisation key={organisation} me={me} slug={organisation} />}
      </Route>
    </Switch>
  );
}

function InOrganisation({ me, slug }: { me: Me; slug: string }) {
  const { t } = useTranslation('common');
  const [path] = useLocation();
  const organisation = me.organisations.find((each) => each.slug === slug);
  useEffect(() => {
    if (organisation) rememberOrganisation(organisation.slug);
  }, [organisation]);
  if (!organisation)
    return (
      <Shell>
        <main id="main">
          <EmptyState
            icon="search"
            title={t('organisation.unknown')}
            action={<ButtonLink to="/">{t('problem.goHome')}</ButtonLink>}
          >
            {t('organisation.unknownHelp')}
          </EmptyState>
        </main>
      </Shell>
    );
  const session = { me, organisation };
  return (
    <SessionContext value={session}>
      <Shell session={session}>
        <ErrorBoundary at={path}>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path={`/${slug}`}>
                <Redirect to={startPage(organisation)} replace />
              </Route>
              <Route path="/:organisation/work/*?">
                <Work />
              </Route>
              <Route path="/:organisation/review/*?">
                <Review />
              </Route>
              <Route path="/:organisation/adjudicate/*?">
                <Adjudicate />
              </Route>
              {['projects', 'members', 'clients', 'tokens'].map((page) => (
                <Route key={page} path={`/:organisation/${page}/*?`}>
                  <Manage />
                </Route>
              ))}
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </SessionContext>
  );
}

export function NotFound() {
  const { t } = useTranslation('common');
  return (
    <main id="main">
      <EmptyState
        icon="search"
        title={t('problem.notFound')}
        action={<ButtonLink to="/">{t('problem.goHome')}</ButtonLink>}
      >
        {t('problem.notFoundHelp')}
      </EmptyState>
    </main>
  );
}
