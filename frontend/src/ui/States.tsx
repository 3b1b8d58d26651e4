import type { ReactNode } from 'react';
import { asProblem } from '../api/problem';
import { signInUrl } from '../api/signedOut';
import { useTranslation } from '../i18n';
import { Button, ButtonLink } from './Button';
import { Icon, type IconName } from './Icon';
import css from './States.module.css';

/** Nothing here yet: says what would be here, and offers the first step. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css.state}>
      <span className={css.icon}>
        <Icon name={props.icon} size={26} />
      </span>
      <h2>{props.title}</h2>
      {props.children && <div className={css.text}>{props.children}</div>}
      {props.action && <div className={css.action}>{props.action}</div>}
    </div>
  );
}

/** Something failed: what, and a way out (try again, sign in, or the caller's own). */
export function ErrorState({
  error,
  retry,
  action,
}: {
  error: unknown;
  retry?: () => void;
  action?: ReactNode;
}) {
  const { t } = useTranslation('common');
  const problem = asProblem(error);
  const title = problem.offline
    ? t('problem.offline')
    : problem.signedOut
      ? t('problem.signedOut')
      : problem.status === 404
        ? t('problem.notFound')
        : problem.status === 403
          ? t('problem.forbidden')
          : problem.title;
  return (
    <div className={css.state} role="alert" data-bad>
      <span className={css.icon}>
        <Icon name={problem.offline ? 'cloudOff' : 'alert'} size={26} />
      </span>
      <h2>{title}</h2>
      <div className={css.text}>
        {problem.offline
          ? t('problem.offlineHelp')
          : problem.status === 404
            ? t('problem.notFoundHelp')
            : problem.detail || t('problem.help')}
      </div>
      <div className={css.action}>
        {problem.signedOut && <ButtonLink href={signInUrl()}>{t('signIn')}</ButtonLink>}
        {retry && !problem.signedOut && (
          <Button kind="default" onClick={retry} icon="refresh">
            {t('tryAgain')}
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}

/** A short note inside a page. Colour is never the only sign: the icon and the words say it too. */
export function Notice(props: {
  kind: 'info' | 'good' | 'warn' | 'bad';
  children: ReactNode;
  action?: ReactNode;
}) {
  const icon = { info: 'book', good: 'check', warn: 'alert', bad: 'alert' } as const;
  return (
    <div className={css.notice} data-kind={props.kind} role={props.kind === 'bad' ? 'alert' : 'status'}>
      <Icon name={icon[props.kind]} size={18} />
      <div className={css.noticeText}>{props.children}</div>
      {props.action}
    </div>
  );
}

/** Shown only when waiting lasts: a flash of a spinner is worse than a quiet moment. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation('common');
  return (
    <div className={css.loading} role="status">
      <span className={css.dots} aria-hidden>
        <i />
        <i />
        <i />
      </span>
      <span className="visually-hidden">{label ?? t('loading')}</span>
    </div>
  );
}

/** How far along something is. `value` is a share from 0 to 1. */
export function Meter({ value, label }: { value: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <progress className={css.meter} max={100} value={percent} aria-label={label}>
      {percent} %
    </progress>
  );
}
