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
    // At the foot of the window it opens upwards; what does not fit there scrolls inside the panel.
    const below = innerHeight - box.bottom;
    const up = below < 220 && box.top > below;
    at.top = up ? 'auto' : `${box.bottom + 6}px`;
    at.bottom = up ? `${innerHeight - box.top + 6}px` : 'auto';
    at.maxHeight = `${Math.max(160, (up ? box.top : below) - 14)}px`;
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
