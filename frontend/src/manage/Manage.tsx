import './kit.css';
import '../i18n/tools';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { NotFound } from '../app/App';
import { type Permission, useMay } from '../app/session';
import { i18n, useTranslation } from '../i18n';
import en from '../i18n/locales/en/manage.json';
import { EmptyState, Loading } from '../ui';
import { Activity } from './activity/Feed';
import { Clients } from './organisation/Clients';
import { Members } from './organisation/Members';
import { Tokens } from './organisation/Tokens';
import { ProjectPage } from './project/ProjectPage';
import { NewProject } from './projects/NewProject';
import { ProjectList } from './projects/ProjectList';

const ClientPage = lazy(() =>
  import('./clients/ClientPage').then(({ ClientPage }) => ({ default: ClientPage })),
);

i18n.addResourceBundle('en', 'manage', en);

/** The pages of owners, managers, reviewers and clients: /<organisation>/projects, members, clients, tokens. */
export default function Manage() {
  return (
    <Switch>
      <Route path="/:organisation/projects">
        <Only permission="seeProjects">
          <ProjectList />
        </Only>
      </Route>
      <Route path="/:organisation/projects/new">
        <Only permission="manage">
          <NewProject />
        </Only>
      </Route>
      {['/:organisation/projects/activity', '/:organisation/activity'].map((path) => (
        <Route key={path} path={path}>
          <Only permission="manage">
            <Activity />
          </Only>
        </Route>
      ))}
      <Route path="/:organisation/projects/:project/:section?">
        {({ project, section }) => (
          <Only permission="seeProjects">
            <ProjectPage id={project} section={section} />
          </Only>
        )}
      </Route>
      <Route path="/:organisation/members">
        <Only permission="manage">
          <Members />
        </Only>
      </Route>
      <Route path="/:organisation/clients">
        <Only permission="manage">
          <Clients />
        </Only>
      </Route>
      <Route path="/:organisation/clients/:client/:section?">
        {({ client, section }) => (
          <Only permission="manage">
            <Suspense fallback={<Loading />}>
              <ClientPage id={client} section={section} />
            </Suspense>
          </Only>
        )}
      </Route>
      <Route path="/:organisation/tokens">
        <Only permission="manage">
          <Tokens />
        </Only>
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** Says plainly that a page is not for this role; the server would refuse its data anyway. */
function Only({ permission, children }: { permission: Permission; children: React.ReactNode }) {
  const { t } = useTranslation(['manage', 'common']);
  if (useMay(permission)) return children;
  return (
    <main id="main">
      <EmptyState icon="key" title={t('common:problem.forbidden')}>
        {t('notYours')}
      </EmptyState>
    </main>
  );
}
