import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import { signInUrl, useSignedOut } from '../api/signedOut';
import { useTranslation } from '../i18n';
import { Bell } from '../notifications/Bell';
import { setColourScheme, useColourScheme } from '../ui/colourScheme';
import { Flyout, FlyoutGroup, flyoutEntry } from '../ui/Flyout';
import { Icon, type IconName } from '../ui/Icon';
import { Logo } from '../ui/Logo';
import { Toasts } from '../ui/toast';
import css from './Shell.module.css';
import { may, type Permission, type Session, startPage } from './session';
import { settingsOpen } from './settings';

const SettingsDialog = lazy(() => import('./SettingsDialog'));
const SignOut = lazy(() => import('./SignOut'));

const NAV = [
  { page: 'projects', permission: 'seeProjects', icon: 'folder' },
  { page: 'work', permission: 'work', icon: 'pencil' },
  { page: 'review', permission: 'judge', icon: 'check' },
  { page: 'adjudicate', permission: 'judge', icon: 'columns' },
  { page: 'members', permission: 'seeMembers', icon: 'users' },
  { page: 'clients', permission: 'manage', icon: 'book' },
  { page: 'tokens', permission: 'manage', icon: 'key' },
] as const satisfies readonly { page: string; permission: Permission; icon: IconName }[];

/** The frame around every page: where you are, where you can go, who you are. */
export function Shell({ session, children }: { session?: Session; children: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        {t('skipToContent')}
      </a>
      <header className={css.header}>
        {session && <NarrowNav session={session} />}
        <Link to={session ? startPage(session.organisation) : '/'} className={css.logo}>
          <Logo />
        </Link>
        {session && <OrganisationSwitch session={session} />}
        {session && (
          <nav className={css.nav} aria-label={t('nav.label')}>
            <NavLinks session={session} />
          </nav>
        )}
        <div id="header-slot" className={css.slot} />
        {session && <Bell session={session} />}
        {session && <UserMenu session={session} />}
      </header>
      <SignedOutBanner />
      {children}
      <Settings />
      <Toasts />
    </div>
  );
}

function NavLinks({ session, className }: { session: Session; className?: string }) {
  const { t } = useTranslation('common');
  const [path] = useLocation();
  const { slug, role } = session.organisation;
  return NAV.filter(({ permission }) => may(role, permission)).map(({ page, icon }) => (
    <Link
      key={page}
      to={`/${slug}/${page}`}
      className={className ?? css.navLink}
      aria-current={path.startsWith(`/${slug}/${page}`) ? 'page' : undefined}
    >
      {className && <Icon name={icon} />}
      {t(`nav.${page}`)}
    </Link>
  ));
}

function NarrowNav({ session }: { session: Session }) {
  const { t } = useTranslation('common');
  return (
    <div className={css.narrow}>
      <Flyout label={t('nav.menu')} button={<Icon name="menu" />}>
        <FlyoutGroup>
          <NavLinks session={session} className={flyoutEntry} />
        </FlyoutGroup>
        {session.me.organisations.length > 1 && <OrganisationLinks session={session} />}
      </Flyout>
    </div>
  );
}

function OrganisationSwitch({ session }: { session: Session }) {
  const { t } = useTranslation('common');
  const { me, organisation } = session;
  if (me.organisations.length < 2) return <span className={css.organisation}>{organisation.name}</span>;
  return (
    <Flyout
      label={t('organisation.switch', { name: organisation.name })}
      buttonClassName={css.organisationButton}
      button={
        <>
          <span className={css.organisationName}>{organisation.name}</span>
          <Icon name="chevronDown" size={14} />
        </>
      }
    >
      <OrganisationLinks session={session} />
    </Flyout>
  );
}

function OrganisationLinks({ session }: { session: Session }) {
  const { t } = useTranslation('common');
  const { me, organisation } = session;
  return (
    <FlyoutGroup title={t('organisation.yours')}>
      {me.organisations.map((other) => (
        <Link
          key={other.slug}
          to={startPage(other)}
          className={flyoutEntry}
          aria-current={other.slug === organisation.slug ? 'true' : undefined}
        >
          <span className={css.entryText}>
            {other.name}
            <small>{t(`role.${other.role}`)}</small>
          </span>
          {other.slug === organisation.slug && <Icon name="check" size={16} />}
        </Link>
      ))}
    </FlyoutGroup>
  );
}

const SCHEMES = [
  { value: 'auto', icon: 'monitor' },
  { value: 'light', icon: 'sun' },
  { value: 'dark', icon: 'moon' },
] as const;

function UserMenu({ session }: { session: Session }) {
  const { t } = useTranslation('common');
  const colourScheme = useColourScheme();
  const { user } = session.me;
  const name = user.name || user.email;
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Flyout
        side="end"
        label={t('user.menu', { name })}
        buttonClassName={css.avatar}
        button={<span className={css.initials} data-initials={initials(name)} />}
      >
        <div className={css.who}>
          <strong>{name}</strong>
          <span>{user.email}</span>
          <span>{t(`role.${session.organisation.role}`)}</span>
        </div>
        <FlyoutGroup title={t('user.scheme')}>
          <div className={css.schemes}>
            {SCHEMES.map(({ value, icon }) => (
              <button
                key={value}
                type="button"
                aria-pressed={colourScheme === value}
                onClick={() => setColourScheme(value)}
              >
                <Icon name={icon} />
                {t(`user.${value}`)}
              </button>
            ))}
          </div>
        </FlyoutGroup>
        <FlyoutGroup>
          <button type="button" className={flyoutEntry} data-closes onClick={() => settingsOpen.set(true)}>
            <Icon name="keyboard" />
            {t('user.preferences')}
          </button>
          <a className={flyoutEntry} href="/accounts/email/">
            <Icon name="user" />
            {t('user.account')}
          </a>
          {may(session.organisation.role, 'manage') && (
            <a className={flyoutEntry} href="/api/v1/docs">
              <Icon name="book" />
              {t('user.docs')}
            </a>
          )}
          {(user.is_staff || may(session.organisation.role, 'manage')) && (
            <a className={flyoutEntry} href="/admin/">
              <Icon name="settings" />
              {t('user.admin')}
            </a>
          )}
        </FlyoutGroup>
        <FlyoutGroup>
          <button type="button" className={flyoutEntry} data-closes onClick={() => setLeaving(true)}>
            <Icon name="external" />
            {t('user.signOut')}
          </button>
        </FlyoutGroup>
      </Flyout>
      {leaving && (
        <Suspense>
          <SignOut me={session.me} onStay={() => setLeaving(false)} />
        </Suspense>
      )}
    </>
  );
}

function Settings() {
  const open = useSyncExternalStore(settingsOpen.subscribe, settingsOpen.get);
  return (
    open && (
      <Suspense>
        <SettingsDialog onClose={() => settingsOpen.set(false)} />
      </Suspense>
    )
  );
}

function SignedOutBanner() {
  const { t } = useTranslation('common');
  if (!useSignedOut()) return null;
  return (
    <div className={css.banner} role="alert">
      <Icon name="alert" />
      <span>{t('problem.signedOutBanner')}</span>
      <a href={signInUrl()}>{t('signInAgain')}</a>
    </div>
  );
}

const initials = (name: string): string =>
  name
    .split(/[\s@._-]+/)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
