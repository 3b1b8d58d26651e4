import { useQueryClient } from '@tanstack/react-query';
import type { Project, ProjectState } from '../../api';
import { asProblem } from '../../api';
import { useTranslation } from '../../i18n';
import { Button, type IconName, toast, toastError } from '../../ui';
import { useSlug } from '../queries';
import { useEditProject } from './edit';

const NEXT: Record<ProjectState, { to: ProjectState; icon: IconName }> = {
  draft: { to: 'active', icon: 'play' },
  active: { to: 'paused', icon: 'pause' },
  paused: { to: 'active', icon: 'play' },
  finished: { to: 'active', icon: 'refresh' },
};

/** The step that usually comes next: start, pause, go on, reopen. */
export function StateButton({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const queries = useQueryClient();
  const edit = useEditProject(project.id);
  const { to, icon } = NEXT[project.state];
  const change = () =>
    edit.mutate(
      { changes: { state: to }, etag: project.etag },
      {
        onSuccess: () => toast(t(`project.now.${to}`)),
        onError: (error) => {
          void queries.invalidateQueries({ queryKey: [organisation, 'project', project.id] });
          if (asProblem(error).status === 412) toast(t('settings.changedMeanwhile'), 'bad');
          else toastError(error);
        },
      },
    );
  return (
    <Button
      kind={project.state === 'draft' || project.state === 'paused' ? 'primary' : 'default'}
      busy={edit.isPending}
      icon={icon}
      onClick={change}
    >
      {t(`project.step.${project.state}`)}
    </Button>
  );
}
