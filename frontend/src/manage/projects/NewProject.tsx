import { useTranslation } from '../../i18n';
import { Page } from '../../ui';
import { useFilters } from '../parts/filters';
import { Query } from '../parts/Query';
import { useSlug, useTemplates } from '../queries';
import { NewProjectForm } from './NewProjectForm';
import { TemplateChoice } from './TemplateChoice';

/** First a template, then the details; the address says which, so the back button does what it should. */
export function NewProject() {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const [{ template }] = useFilters({ template: '' });
  const templates = useTemplates();
  const here = `/${slug}/projects/new`;
  return (
    <Query of={templates} page>
      {(all) => {
        const chosen = all.find(({ name }) => name === template);
        return template ? (
          <Page
            title={chosen ? t('newProject.from', { title: chosen.title }) : t('newProject.fromBlank')}
            back={{ to: here, title: t('newProject.templates') }}
          >
            <NewProjectForm key={template} template={chosen} templates={all} />
          </Page>
        ) : (
          <Page
            title={t('projects.new')}
            subtitle={t('newProject.choose')}
            back={{ to: `/${slug}/projects`, title: t('projects.title') }}
          >
            <TemplateChoice templates={all} />
          </Page>
        );
      }}
    </Query>
  );
}
