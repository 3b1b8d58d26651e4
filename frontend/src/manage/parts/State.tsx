import css from './State.module.css';

export type Tone = 'quiet' | 'busy' | 'good' | 'warn' | 'bad';

const TONES: Record<string, Tone> = {
  active: 'good',
  ready: 'good',
  done: 'good',
  accepted: 'good',
  paused: 'warn',
  running: 'busy',
  verifying: 'busy',
  uploading: 'busy',
  pending: 'busy',
  failed: 'bad',
  refused: 'bad',
};

/** Where something stands: a word with a dot. The word carries the meaning, the dot only the tone. */
export function State({ state, title }: { state: string; title: string }) {
  return (
    <span className={css.state} data-tone={TONES[state] ?? 'quiet'}>
      {title}
    </span>
  );
}
