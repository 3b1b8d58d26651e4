import css from './Logo.module.css';

/** Two arcs that run together: several judgements, one answer. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <span className={css.logo} role="img" aria-label="Concord">
      <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
        <path
          d="M23.5 7.4a11 11 0 1 0 0 17.2"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="3.4"
          strokeLinecap="round"
        />
        <path
          d="M22.6 12.1a5.6 5.6 0 1 0 0 7.8"
          fill="none"
          stroke="var(--now)"
          strokeWidth="3.4"
          strokeLinecap="round"
        />
      </svg>
      <span className={css.word} aria-hidden>
        Concord
      </span>
    </span>
  );
}
