import { Fragment, useMemo } from 'react';
import type { Event } from '../../api';
import { i18n, useTranslation } from '../../i18n';
import { dateTime } from '../../i18n/format';
import { EmptyState, Icon, Page, Panel } from '../../ui';
import own from '../organisation/organisation.module.css';
import { More } from '../parts/More';
import { Query } from '../parts/Query';
import { useEvents, useMembers, useProjects, useSlug } from '../queries';
import { byDay, eventIcon, eventWords, type Known, runs } from './words';

/** What happened in the organisation, newest first. */
export function Activity() {
  const { t } = useTranslation('manage');
  const slug = useSlug();
  return (
    <Page
      title={t('activity.title')}
      subtitle={t('activity.subtitle')}
      back={{ to: `/${slug}/projects`, title: t('projects.title') }}
    >
      <Feed />
    </Page>
  );
}

/** What happened, in the organisation or in one project. */
export function Feed({ project }: { project?: string }) {
  const { t } = useTranslation('manage');
  const events = useEvents(project);
  const projects = useProjects();
  const members = useMembers();
  const known = useMemo(
    () => ({
      projects: new Map(projects.data?.map(({ id, name }) => [id, name])),
      members: new Map(members.data?.map(({ id, name, email }) => [id, name || email])),
    }),
    [projects.data, members.data],
  );
  return (
    <Query of={events}>
      {({ pages }) => {
        const rows = pages.flatMap(({ results }) => results);
        return (
          <Panel flush>
            {rows.length === 0 && (
              <EmptyState icon="clock" title={t('activity.empty')}>
                {t('activity.emptyHelp')}
              </EmptyState>
            )}
            {byDay(rows).map(([day, ofDay]) => (
              <Fragment key={day}>
                <h2 className={own.day}>{dayName(day)}</h2>
                <ul className={own.feed}>
                  {runs(ofDay).map(({ event, count }) => (
                    <Entry key={event.id} event={event} count={count} known={known} />
                  ))}
                </ul>
              </Fragment>
            ))}
            <More list={events} />
          </Panel>
        );
      }}
    </Query>
  );
}

function Entry({ event, count, known }: { event: Event; count: number; known: Known }) {
  const { t } = useTranslation('manage');
  return (
    <li className={own.event}>
      <span className={own.eventIcon}>
        <Icon name={eventIcon(event.kind)} size={16} />
      </span>
      <span>
        <strong>{event.actor?.name ?? t('activity.system')}</strong> {eventWords(event, known, t, count)}
      </span>
      <time dateTime={event.at} title={dateTime(event.at)}>
        {new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(new Date(event.at))}
      </time>
    </li>
  );
}

const dayName = (day: string): string =>
  new Intl.DateTimeFormat(i18n.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(day));
