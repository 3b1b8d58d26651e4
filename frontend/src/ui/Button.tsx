import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import css from './Button.module.css';
import { Icon, type IconName } from './Icon';

type Look = { kind?: 'primary' | 'default'; size?: 'small' | 'normal'; icon?: IconName; children: ReactNode };
type ButtonProps = Look & { busy?: boolean } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'>;

/** Our button: primary for the one thing to do here, default for the rest. */
export function Button({ kind = 'primary', size = 'normal', icon, busy, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={css.button}
      data-kind={kind}
      data-size={size}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
    >
      {icon && <Icon name={icon} size={16} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. `to` stays in this application, `href` leaves it. */
export function ButtonLink({
  kind = 'primary',
  size = 'normal',
  icon,
  children,
  ...at
}: Look & ({ to: string } | { href: string })) {
  const look = { className: css.button, 'data-kind': kind, 'data-size': size };
  const content = (
    <>
      {icon && <Icon name={icon} size={16} />}
      {children}
    </>
  );
  return 'to' in at ? (
    <Link to={at.to} {...look}>
      {content}
    </Link>
  ) : (
    <a href={at.href} {...look}>
      {content}
    </a>
  );
}
