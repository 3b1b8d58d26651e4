import { useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { Link } from 'wouter';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import { number } from '../i18n/format';
import { Flyout, FlyoutGroup, flyoutEntry } from '../ui/Flyout';
import { Icon } from '../ui/Icon';
import { useProjects } from './projects';
import { type Today, useToday } from './today';
import css from './WorkHeader.module.css';
import type { FedItem, Workbench } from './workbench';

/** In the header while one works: which project, how much today, how fast, and whether everything is sent. */
export function WorkHeader(props: {
  bench: Workbench;
  project: string | null;
  current: FedItem | undefined;
  /** Shows many items on a page; only where they are quick. */
  onMany: (() => void) | undefined;
}) {
  const { organisation } = useSession();
  const today = useToday(organisation.slug);
  const slot = document.getElementById('header-slot');
  if (!slot) return null;
  return createPortal(
    <>
      <ProjectSwitch {...props} />
      <Day today={today} project={props.project ?? props.current?.assignment.project.id} />
      {props.onMany && <ManyButton onClick={props.onMany} />}
      <OutboxSign bench={props.bench} />
    </>,
    slot,
  );
}

function ManyButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('label');
  return (
    <button type="button" className={css.many} onClick={onClick} aria-label={t('many')} title={t('many')}>
      <Icon name="rows" size={17} />
    </button>
  );
}

/** How much was done today, how fast, and what is left of the project; more of it on a click. */
function Day({ today, project }: { today: Today; project: string | undefined }) {
  const { t } = useTranslation('label');
  const { slug } = useSession().organisation;
  const here = today.projects.find(({ id }) => id === project);
  return (
    <Flyout
      side="end"
      buttonClassName={css.today}
      button={
        <>
          <strong>{number(today.count)}</strong> {t('today.count')}
          {today.pace !== null && today.pace > 0 && (
            <span className={css.pace}>{t('today.pace', { seconds: number(today.pace) })}</span>
          )}
          {here && <span className={css.pace}>{t('today.left', { count: here.left })}</span>}
        </>
      }
    >
      <FlyoutGroup title={t('today.title')}>
        <ul className={css.figures}>
          {today.projects.map(({ id, name, count, left, pace }) => (
            <li key={id}>
              <strong>{name}</strong>
              <span>
                {t('today.submitted', { count })} · {t('today.left', { count: left })}
                {pace !== null && ` · ${t('today.pace', { seconds: number(pace) })}`}
              </span>
            </li>
          ))}
        </ul>
        <Link to={`/${slug}/work/recent`} className={flyoutEntry}>
          <Icon name="list" size={16} />
          {t('recent.title')}
        </Link>
      </FlyoutGroup>
    </Flyout>
  );
}

function ProjectSwitch({ project, current }: { project: string | null; current: FedItem | undefined }) {
  const { t } = useTranslation('label');
  const { organisation } = useSession();
  const { slug } = organisation;
  const open = useProjects();
  const chosen =
    open.find(({ id }) => id === project)?.name ?? (project ? current?.assignment.project.name : null);
  return (
    <Flyout
      side="end"
      label={t('project.switch', { name: chosen ?? t('project.all') })}
      button={
        <>
          <span className={css.project}>{chosen ?? t('project.all')}</span>
          <Icon name="chevronDown" size={14} />
        </>
      }
    >
      <FlyoutGroup title={t('project.title')}>
        <Link
          to={`/${slug}/work`}
          className={flyoutEntry}
          aria-current={project === null ? 'true' : undefined}
        >
          <Icon name="list" size={16} />
          {t('project.all')}
        </Link>
        {open.map(({ id, name }) => (
          <Link
            key={id}
            to={`/${slug}/work/${id}`}
            className={flyoutEntry}
            aria-current={id === project ? 'true' : undefined}
          >
            <Icon name="folder" size={16} />
            {name}
          </Link>
        ))}
      </FlyoutGroup>
    </Flyout>
  );
}

function OutboxSign({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('label');
  const { waiting, stuck, signedOut } = useSyncExternalStore(
    bench.outbox.state.subscribe,
    bench.outbox.state.get,
  );
  const held = stuck || signedOut;
  const words =
    waiting.length === 0
      ? t('outbox.sent')
      : t(held ? 'outbox.waiting' : 'outbox.sending', { count: waiting.length });
  return (
    <span className={css.outbox} data-held={held || undefined} data-waiting={waiting.length} title={words}>
      <Icon name={held ? 'cloudOff' : waiting.length > 0 ? 'cloud' : 'check'} size={16} />
      <span className={css.outboxText}>{words}</span>
    </span>
  );
}
