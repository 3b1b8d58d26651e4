/** Two arcs that run together: several judgements, one answer. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size * 4.3} height={size} viewBox="0 0 138 32" role="img" aria-label="Concord">
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
      <text
        x="35"
        y="23.2"
        fill="var(--ink)"
        fontFamily="var(--mantine-font-family)"
        fontSize="22"
        fontWeight="640"
        letterSpacing="-0.7"
      >
        Concord
      </text>
    </svg>
  );
}
