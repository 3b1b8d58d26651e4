import type { Project } from '../../api';
import { FormSettings } from './FormSettings';
import { ProjectSettings } from './ProjectSettings';

/** Everything about a project that may change while it runs. */
export function Settings({ project }: { project: Project }) {
  return (
    <>
      <ProjectSettings project={project} />
      <FormSettings project={project} />
    </>
  );
}
