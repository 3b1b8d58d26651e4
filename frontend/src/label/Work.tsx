import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { LabelScreen } from './LabelScreen';

const Recent = lazy(() => import('./Recent'));

/** /<organisation>/work: the labeling screen for everything or for one project, and the list of one's own work. */
export default function Work() {
  return (
    <Switch>
      <Route path="/:organisation/work/recent">
        <Recent />
      </Route>
      <Route path="/:organisation/work/:project?">
        {({ project }) => <LabelScreen project={project ?? null} />}
      </Route>
    </Switch>
  );
}
