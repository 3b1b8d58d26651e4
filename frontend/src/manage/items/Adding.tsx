import { useState } from 'react';
import type { Project } from '../../api';
import { useMay } from '../../app/session';
import { useTranslation } from '../../i18n';
import { Button, ButtonLink, EmptyState, Flyout, flyoutEntry, Icon } from '../../ui';
import css from '../parts/parts.module.css';
import { FromAnswers, written } from '../prompts/FromAnswers';
import { useProjectForm, useSlug } from '../queries';
import { AddBriefs } from './AddBriefs';
import browse from './browse/browse.module.css';

/** Ways to more items. */
export function Adding({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  if (!useMay('manage')) return null;
  return (
    <div className={css.row}>
      <Briefs project={project} kind="default" />
      <ButtonLink kind="default" to={`/${slug}/projects/${project.id}/import`} icon="upload">
        {t('items.import')}
      </ButtonLink>
      <AnswersToItems project={project} />
    </div>
  );
}

/** For forms in which people write: what they wrote can be judged elsewhere. */
function AnswersToItems({ project }: { project: Project }) {
  const { t } = useTranslation('items');
  const [open, setOpen] = useState(false);
  const form = useProjectForm(project.id).data?.form;
  if (!form || written(form).length === 0) return null;
  return (
    <>
      <Flyout
        side="end"
        label={t('list.ways')}
        buttonClassName={browse.moreWays ?? ''}
        button={<Icon name="dots" size={18} />}
      >
        <button type="button" className={flyoutEntry} data-closes onClick={() => setOpen(true)}>
          <Icon name="copy" size={16} />
          {t('fromAnswers.open')}
        </button>
      </Flyout>
      {open && <FromAnswers project={project} form={form} onClose={() => setOpen(false)} />}
    </>
  );
}

/** For forms that can begin from a text alone. */
function Briefs({ project, kind }: { project: Project; kind: 'default' | 'primary' }) {
  const { t } = useTranslation('manage');
  const [open, setOpen] = useState(false);
  const form = useProjectForm(project.id).data?.form;
  if (!form || form.shows.includes('responses') || form.shows.includes('image')) return null;
  return (
    <>
      <Button kind={kind} icon="plus" onClick={() => setOpen(true)}>
        {t('briefs.title')}
      </Button>
      {open && <AddBriefs project={project} form={form} onClose={() => setOpen(false)} />}
    </>
  );
}

export function NoItems({ project }: { project: Project }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const manages = useMay('manage');
  return (
    <EmptyState
      icon="list"
      title={t('items.empty')}
      action={
        manages && (
          <div className={css.row}>
            <ButtonLink to={`/${slug}/projects/${project.id}/import`}>{t('items.import')}</ButtonLink>
            <Briefs project={project} kind="default" />
          </div>
        )
      }
    >
      {t('items.emptyHelp')}
    </EmptyState>
  );
}
