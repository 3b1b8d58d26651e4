import { lazy, Suspense, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Project } from '../../api';
import { NotFound } from '../../app/App';
import { useMay, useSession } from '../../app/session';
import { useTranslation } from '../../i18n';
import { ButtonLink, Icon, Loading, Page } from '../../ui';
import { QUALITY, SECTION_ICONS, SECTIONS, type Section, sectionsFor } from '../access';
import { Feed } from '../activity/Feed';
import { Comments } from '../comments/Comments';
import { countWords } from '../comments/threads';
import { Images } from '../images/Images';
import { Query } from '../parts/Query';
import { State } from '../parts/State';
import { People } from '../people/People';
import { useComments, useProject, useSlug } from '../queries';
import { Reviews } from '../reviews/Reviews';
import { FormSettings } from '../settings/FormSettings';
import { ProjectSettings } from '../settings/ProjectSettings';
import { Overview } from './Overview';
import css from './project.module.css';
import { StateButton } from './StateButton';

// Set up once or looked at now and then: they come when they are opened.
const WorkflowSettings = lazy(() =>
  import('../workflow/Workflow').then((page) => ({ default: page.WorkflowSettings })),
);
const Gold = lazy(() => import('../gold/Gold').then((page) => ({ default: page.Gold })));
const Rules = lazy(() => import('../rules/Rules').then((page) => ({ default: page.Rules })));
const Items = lazy(() => import('../items/Items').then(({ Items }) => ({ default: Items })));
const Imports = lazy(() => import('../imports/Imports').then(({ Imports }) => ({ default: Imports })));
const Exports = lazy(() => import('../exports/Exports').then(({ Exports }) => ({ default: Exports })));
const Releases = lazy(() => import('../releases/Releases').then(({ Releases }) => ({ default: Releases })));
const Quality = lazy(() => import('../quality/Quality').then(({ Quality }) => ({ default: Quality })));
const ProjectProgress = lazy(() =>
  import('../progress/ProjectProgress').then(({ ProjectProgress }) => ({ default: ProjectProgress })),
);
const Standing = lazy(() => import('../standing/Standing').then(({ Standing }) => ({ default: Standing })));

const Models = lazy(() => import('../models/Models').then(({ Models }) => ({ default: Models })));

const isSection = (name: string): name is Section => (SECTIONS as readonly string[]).includes(name);

/** One project: its sections as tabs of the address, so that each can be linked to. */
export function ProjectPage({ id, section = 'overview' }: { id: string; section?: string | undefined }) {
  const project = useProject(id);
  const { t } = useTranslation('manage');
  const organisation = useSlug();
  const { role } = useSession().organisation;
  if (!isSection(section) || !sectionsFor(role).includes(section)) return <NotFound />;
  return (
    <Query
      of={project}
      page
      action={
        <ButtonLink kind="default" to={`/${organisation}/projects`}>
          {t('project.all')}
        </ButtonLink>
      }
    >
      {(data) => (
        <Frame project={data} section={section}>
          <Suspense fallback={<Loading />}>
            <SectionOf project={data} section={section} />
          </Suspense>
        </Frame>
      )}
    </Query>
  );
}

function Frame({
  project,
  section,
  children,
}: {
  project: Project;
  section: Section;
  children: React.ReactNode;
}) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const manages = useMay('manage');
  const works = useMay('work');
  return (
    <Page
      title={project.name}
      back={{ to: `/${slug}/projects`, title: t('projects.title') }}
      subtitle={
        <span className={css.subtitle}>
          <State state={project.state} title={t(`state.${project.state}`)} />
          <span>{project.client.name}</span>
          <span>{t('project.overlap', { count: project.overlap })}</span>
        </span>
      }
      actions={
        <>
          {manages && <StateButton project={project} />}
          {works && project.state === 'active' && (
            <ButtonLink to={`/${slug}/work/${project.id}`} icon="play">
              {t('project.work')}
            </ButtonLink>
          )}
        </>
      }
    >
      <Tabs project={project.id} section={section} />
      {QUALITY.includes(section) && <QualityTabs project={project.id} section={section} />}
      {children}
    </Page>
  );
}

function Tabs({ project, section }: { project: string; section: Section }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const sections = sectionsFor(useSession().organisation.role);
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // On a phone the tabs scroll sideways; the chosen one must be in sight.
    const tabs = here.current?.parentElement;
    if (section && tabs && here.current) tabs.scrollLeft = here.current.offsetLeft - tabs.clientWidth / 3;
  }, [section]);
  if (sections.length === 1) return null;
  const first = sections.find((each) => QUALITY.includes(each));
  const tabs = sections.filter((each) => each === first || !QUALITY.includes(each));
  const current = QUALITY.includes(section) ? first : section;
  return (
    <nav className={css.tabs} data-many={tabs.length > 8 || undefined} aria-label={t('project.sections')}>
      {tabs.map((each) => (
        <Link
          key={each}
          ref={each === current ? here : undefined}
          to={`/${slug}/projects/${project}${each === 'overview' ? '' : `/${each}`}`}
          aria-current={each === current ? 'page' : undefined}
        >
          <Icon name={SECTION_ICONS[each === first ? 'quality' : each]} size={16} />
          {t(`section.${each === first ? 'quality' : each}`)}
          {each === 'comments' && <OpenComments project={project} />}
        </Link>
      ))}
    </nav>
  );
}

/** Reports, people and models: what is known of the quality of the work. */
function QualityTabs({ project, section }: { project: string; section: Section }) {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  const sections = sectionsFor(useSession().organisation.role).filter((each) => QUALITY.includes(each));
  if (sections.length === 1) return null;
  return (
    <nav className={css.beside} aria-label={t('section.quality')}>
      {sections.map((each) => (
        <Link
          key={each}
          to={`/${slug}/projects/${project}/${each}`}
          aria-current={each === section ? 'page' : undefined}
        >
          {each === 'quality' ? t('section.reports') : t(`section.${each}`)}
        </Link>
      ))}
    </nav>
  );
}

/** How many comments wait for somebody. */
function OpenComments({ project }: { project: string }) {
  const { t } = useTranslation('manage');
  const { data } = useComments(project, true);
  const count = countWords(data?.pages ?? []);
  if (!count) return null;
  return (
    <span className={css.count}>
      {count}
      <span className="visually-hidden"> {t('comments.open')}</span>
    </span>
  );
}

function SectionOf({ project, section }: { project: Project; section: Section }) {
  switch (section) {
    case 'overview':
      return <Overview project={project} />;
    case 'progress':
      return <ProjectProgress project={project} />;
    case 'standing':
      return <Standing project={project} />;
    case 'models':
      return <Models project={project} />;
    case 'quality':
      return <Quality of={{ of: 'projects', id: project.id }} />;
    case 'items':
      return <Items project={project} />;
    case 'reviews':
      return <Reviews project={project} />;
    case 'comments':
      return <Comments project={project} />;
    case 'import':
      return <Imports project={project} />;
    case 'images':
      return <Images project={project} />;
    case 'people':
      return <People project={project} />;
    case 'form':
      return <FormSettings project={project} />;
    case 'workflow':
      return <WorkflowSettings project={project} />;
    case 'gold':
      return <Gold project={project} />;
    case 'rules':
      return <Rules project={project} />;
    case 'exports':
      return <Exports project={project} />;
    case 'releases':
      return <Releases project={project} />;
    case 'activity':
      return <Feed project={project.id} />;
    case 'settings':
      return <ProjectSettings project={project} />;
  }
}
