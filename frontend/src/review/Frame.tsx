import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { Link } from 'wouter';
import { signInUrl, useSignedOut } from '../api/signedOut';
import { useSession } from '../app/session';
import { useTranslation } from '../i18n';
import type { CommandId } from '../keys/commands';
import { useHint } from '../keys/Keys';
import { liveCommands } from '../keys/useCommands';
import banner from '../label/Banners.module.css';
import type { LeaseState } from '../label/lease';
import { NotAccepted } from '../label/NotAccepted';
import header from '../label/WorkHeader.module.css';
import { useProjects } from '../manage/queries';
import type { Outbox } from '../queue/outbox';
import type { Ruling } from '../queue/rulings';
import { Flyout, FlyoutGroup, flyoutEntry } from '../ui/Flyout';
import { Icon, type IconName } from '../ui/Icon';
import css from './review.module.css';

/** What stands around an item that is reviewed or settled: the project, what is on its way, what one must know now. */
export function Frame(props: {
  /** `review` or `adjudicate`: the page's part of the address. */
  page: 'review' | 'adjudicate';
  project: string | null;
  current: { id: string; name: string } | undefined;
  outbox: Outbox<Ruling>;
  lease: LeaseState;
  offline: boolean;
  children: ReactNode;
}) {
  const slot = document.getElementById('header-slot');
  return (
    <div className={css.screen}>
      {slot &&
        createPortal(
          <>
            <ProjectSwitch {...props} />
            {props.current && <Tools />}
            <Sign outbox={props.outbox} />
          </>,
          slot,
        )}
      <Banners {...props} />
      {props.children}
    </div>
  );
}

/** What can be done with the item beside judging it; the keys do the same. */
function Tools() {
  const { t } = useTranslation('review');
  return (
    <span className={css.tools}>
      <Tool command="guidelines" icon="book" name={t('tools.guidelines')} wide />
      <Tool command="skip" icon="skip" name={t('judge.giveBack')} wide />
      <Tool command="palette" icon="dots" name={t('tools.palette')} />
    </span>
  );
}

function Tool(props: { command: CommandId; icon: IconName; name: string; wide?: boolean }) {
  const hint = useHint(props.command, props.name);
  return (
    <button
      type="button"
      className={header.many}
      data-wide={props.wide || undefined}
      aria-label={props.name}
      title={hint}
      onClick={() => liveCommands().get(props.command)?.()}
    >
      <Icon name={props.icon} size={17} />
    </button>
  );
}

function ProjectSwitch({
  page,
  project,
  current,
}: {
  page: string;
  project: string | null;
  current: { name: string } | undefined;
}) {
  const { t } = useTranslation('review');
  const { slug } = useSession().organisation;
  const all = useProjects();
  const open = (all.data ?? []).filter(({ state }) => state !== 'draft');
  const chosen = project
    ? (open.find(({ id }) => id === project)?.name ?? current?.name ?? '')
    : t('projects.all');
  return (
    <Flyout
      side="end"
      label={t('projects.switch', { name: chosen })}
      button={
        <>
          <span className={header.project}>{chosen}</span>
          <Icon name="chevronDown" size={14} />
        </>
      }
    >
      <FlyoutGroup title={t('projects.title')}>
        <Link
          to={`/${slug}/${page}`}
          className={flyoutEntry}
          aria-current={project === null ? 'true' : undefined}
        >
          <Icon name="list" size={16} />
          {t('projects.all')}
        </Link>
        {open.map(({ id, name }) => (
          <Link
            key={id}
            to={`/${slug}/${page}/${id}`}
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

function Sign({ outbox }: { outbox: Outbox<Ruling> }) {
  const { t } = useTranslation('review');
  const { waiting, stuck, signedOut } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get);
  const held = stuck || signedOut;
  const words = waiting.length === 0 ? t('waiting.sent') : t('waiting.sending', { count: waiting.length });
  return (
    <span className={header.outbox} data-held={held || undefined} data-waiting={waiting.length} title={words}>
      <Icon name={held ? 'cloudOff' : waiting.length > 0 ? 'cloud' : 'check'} size={16} />
      <span className={header.outboxText}>{words}</span>
    </span>
  );
}

function Banners({
  outbox,
  lease,
  offline,
}: {
  outbox: Outbox<Ruling>;
  lease: LeaseState;
  offline: boolean;
}) {
  const { t } = useTranslation(['review', 'label']);
  const state = useSyncExternalStore(outbox.state.subscribe, outbox.state.get);
  const signedOut = useSignedOut();
  const [list, setList] = useState(false);
  const count = state.waiting.length;
  return (
    <>
      {lease.phase === 'ends' && (
        <Banner icon="clock" action={<Do onClick={lease.renew}>{t('lease.keep')}</Do>}>
          {t('lease.ends')}
        </Banner>
      )}
      {lease.phase === 'lost' && <Banner icon="clock">{t('lease.lost')}</Banner>}
      {state.signedOut && !signedOut ? (
        <Banner icon="alert" action={<a href={signInUrl()}>{t('label:outbox.signIn')}</a>}>
          {t('waiting.signedOut')}
        </Banner>
      ) : (
        (state.stuck || offline) &&
        !signedOut && (
          <Banner icon="cloudOff" action={<Do onClick={() => void outbox.flush()}>{t('waiting.try')}</Do>}>
            {count > 0 ? t('waiting.banner', { count }) : t('label:outbox.offline')}
          </Banner>
        )
      )}
      {state.refused.length > 0 && (
        <Banner icon="alert" bad action={<Do onClick={() => setList(true)}>{t('refused.see')}</Do>}>
          {t('refused.banner', { count: state.refused.length })}
        </Banner>
      )}
      {list && <NotAccepted outbox={outbox} onClose={() => setList(false)} />}
    </>
  );
}

function Do({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  );
}

function Banner(props: { icon: IconName; bad?: boolean; action?: ReactNode; children: ReactNode }) {
  return (
    <div className={banner.banner} role="status" data-bad={props.bad || undefined}>
      <Icon name={props.icon} size={17} />
      <span>{props.children}</span>
      {props.action}
    </div>
  );
}
