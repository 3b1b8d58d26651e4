import type { ReactNode } from 'react';

/** A button that shows a sign and says its name. */
export function SignButton(props: {
  className: string | undefined;
  words: string;
  /** Whether it stays pressed; absent for what is done at once. */
  on?: boolean;
  off?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  const { words, off } = props;
  return (
    <button
      type="button"
      className={props.className}
      aria-label={words}
      aria-pressed={props.on}
      title={words}
      // Not `disabled`: the focus would fall out of the canvas with the last step that can be undone.
      aria-disabled={off || undefined}
      onClick={() => !off && props.onClick()}
    >
      {props.children}
    </button>
  );
}
