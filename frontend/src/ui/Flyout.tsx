import { type ReactNode, useId, useRef } from 'react';
import css from './Flyout.module.css';

/**
 * A button that opens a small panel of links and buttons. The browser's own popover does the hard part:
 * top layer, Escape, a click elsewhere, focus going back to the button.
 */
export function Flyout(props: {
  /** Its name, where the button shows no words. */
  label?: string;
  button: ReactNode;
  buttonClassName?: string;
  side?: 'start' | 'end';
  children: ReactNode;
}) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const place = () => {
    const box = button.current?.getBoundingClientRect();
    const at = panel.current?.style;
    if (!box || !at) return;
    at.top = `${box.bottom + 6}px`;
    // What does not fit below the button scrolls inside the panel.
    at.maxHeight = `max(12rem, calc(100dvh - ${box.bottom + 14}px))`;
    at.left = props.side === 'end' ? 'auto' : `${Math.max(8, box.left)}px`;
    at.right =
      props.side === 'end' ? `${Math.max(8, document.documentElement.clientWidth - box.right)}px` : 'auto';
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.buttonClassName ?? css.button}
        aria-label={props.label}
        popoverTarget={id}
        onClick={place}
      >
        {props.button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: closes after a choice made inside */}
      <div
        ref={panel}
        id={id}
        className={css.panel}
        popover="auto"
        onClick={(event) => {
          if ((event.target as Element).closest('a, [data-closes]')) panel.current?.hidePopover();
        }}
      >
        {props.children}
      </div>
    </>
  );
}

/** A heading and its entries inside a Flyout. */
export function FlyoutGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className={css.group}>
      {title && <div className={css.title}>{title}</div>}
      {children}
    </div>
  );
}

export const flyoutEntry: string = css.entry ?? '';
